using MLNet.LlmExtensions.Models.Graphs;
using Onnx;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>The matrices of a graph with a row for each token: what turns ids into vectors, and what turns vectors into scores.</summary>
internal static class VocabularyWeights
{
    /// <summary>The matrix in which token ids are looked up.</summary>
    /// <param name="graph">A graph with the input <c>input_ids</c>.</param>
    /// <returns>The initializer, [vocabulary, hidden], or null where there is none.</returns>
    public static TensorProto? Embedding(GraphProto graph)
    {
        var index = new GraphIndex(graph);
        return index.Consumers("input_ids")
            .Where(node => node.OpType == "Gather" && node.Input[1] == "input_ids")
            .Select(node => Source(index, node.Input[0]))
            .FirstOrDefault(weight => weight is { Dims.Count: 2 });
    }

    /// <summary>The matrix that gives the scores of the next token.</summary>
    /// <param name="graph">A graph whose output is <see cref="GraphOutput.Logits"/>.</param>
    /// <returns>The initializer, [vocabulary, hidden], or null where there is none.</returns>
    public static TensorProto? Output(GraphProto graph)
    {
        var index = new GraphIndex(graph);
        var node = index.Producer(graph.Output[0].Name);
        while (node is { OpType: not "MatMul", Input: [var before, ..] })
            node = index.Producer(before);
        return node is null ? null : Source(index, node.Input[1]);
    }

    /// <summary>The initializer behind casts and transpositions.</summary>
    private static TensorProto? Source(GraphIndex index, string value)
    {
        while (index.Producer(value) is { OpType: "Cast" or "Transpose" or "Identity" } node)
            value = node.Input[0];
        return index.Initializer(value);
    }
}
