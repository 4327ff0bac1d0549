using Onnx;
using static MLNet.LlmExtensions.Models.Graphs.GraphBuilder;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>
/// Gives an exported graph the inputs and the output that every graph of this library has: <c>input_ids</c>,
/// <c>attention_mask</c> and perhaps <c>token_type_ids</c> in, token vectors out.
/// </summary>
internal sealed class ExportedGraph
{
    /// <summary>Below this some operators that are added do not exist.</summary>
    private const long OldestOperatorSet = 11;

    private static readonly string[] KnownInputs = ["input_ids", "attention_mask", "token_type_ids"];
    private static readonly string[] HiddenStateNames = ["last_hidden_state", "token_embeddings"];
    private static readonly string[] SentenceNames = ["sentence_embedding"];
    private static readonly string[] LogitsNames = ["logits"];

    private readonly ModelProto _model;
    private readonly string _path;

    public ExportedGraph(OnnxModel model, string path)
    {
        _model = model.Proto;
        _path = path;
        var version = _model.OpsetImport.FirstOrDefault(opset => opset.Domain is "" or "ai.onnx")?.Version ?? 0;
        if (version < OldestOperatorSet)
            throw new NotSupportedException($"'{path}' is written in ONNX operator set {version}. Export it again with {OldestOperatorSet} or newer.");
        Builder = new GraphBuilder(_model.Graph, version);
    }

    public GraphBuilder Builder { get; }

    /// <summary>Unifies the inputs.</summary>
    /// <param name="configuration">The model's sizes, for models whose positions do not start at 0.</param>
    /// <exception cref="NotSupportedException">An input that has to be there is missing, or one is there that cannot be filled.</exception>
    public void AdaptInputs(ModelConfiguration configuration)
    {
        var graph = _model.Graph;
        var initializers = graph.Initializer.Select(i => i.Name).ToHashSet(StringComparer.Ordinal);
        var inputs = graph.Input.Where(input => !initializers.Contains(input.Name)).ToArray();
        var unknown = inputs.Select(input => input.Name).Except(KnownInputs).Where(name => name != "position_ids").ToArray();
        if (unknown.Length > 0)
        {
            throw new NotSupportedException(
                $"'{_path}' has the inputs '{string.Join("', '", unknown.Take(4))}'{(unknown.Length > 4 ? ", …" : "")}, which an embedding has no values for. " +
                "Export the model for feature extraction, without a cache of past keys and values.");
        }

        if (inputs.All(input => input.Name != "input_ids"))
            throw new NotSupportedException($"'{_path}' has no input named 'input_ids'; its inputs are '{string.Join("', '", inputs.Select(i => i.Name))}'.");

        // ONNX wants nodes in the order in which they can run: what is added here comes first.
        var nodes = graph.Node.ToArray();
        graph.Node.Clear();
        foreach (var input in inputs.Where(input => KnownInputs.Contains(input.Name)))
            WidenToInt64(input, nodes);
        if (inputs.All(input => input.Name != "attention_mask"))
            graph.Input.Add(ValueInfo("attention_mask", DataType.Int64, "batch", "sequence"));
        if (inputs.FirstOrDefault(input => input.Name == "position_ids") is { } positions)
            SupplyPositions(positions, configuration);
        graph.Node.Add(nodes);
    }

    /// <summary>The token vectors, float [batch, sequence, hidden], or null when the graph gives only pooled vectors.</summary>
    public ExportedValue? FindHiddenState() => Find(HiddenState(_model));

    /// <summary>A vector for each text that the graph itself pools, or null.</summary>
    public ExportedValue? FindSentenceEmbedding() => Find(Named(_model, SentenceNames));

    /// <summary>Scores of the next token, or null.</summary>
    public ExportedValue? FindLogits() => Find(Named(_model, LogitsNames));

    /// <summary>The names of the graph's outputs, for errors.</summary>
    public string OutputNames() => string.Join("', '", _model.Graph.Output.Select(o => o.Name));

    /// <summary>The size of the vectors that a graph gives, where it says so.</summary>
    public static int? VectorSize(ModelProto model) =>
        (HiddenState(model) ?? Named(model, SentenceNames)) is { } output ? LastDimension(output) : null;

    private static ValueInfoProto? HiddenState(ModelProto model) =>
        Named(model, HiddenStateNames)
        ?? model.Graph.Output.FirstOrDefault(o => Rank(o) == 3 && FloatConversion.SizeOf(ElementType(o)) > 0 && !LogitsNames.Contains(o.Name));

    private static ValueInfoProto? Named(ModelProto model, string[] names) =>
        names.Select(name => model.Graph.Output.FirstOrDefault(o => o.Name == name)).FirstOrDefault(o => o is not null);

    private ExportedValue? Find(ValueInfoProto? output)
    {
        if (output is null)
            return null;
        var isFloat = ElementType(output) is DataType.Float or DataType.Undefined;
        return new ExportedValue(isFloat ? output.Name : Builder.Cast(output.Name, DataType.Float), LastDimension(output));
    }

    private static int? LastDimension(ValueInfoProto output) =>
        output.Type?.TensorType?.Shape?.Dim is [.., { HasDimValue: true, DimValue: > 0 and <= int.MaxValue } last] ? (int)last.DimValue : null;

    private static DataType ElementType(ValueInfoProto value) => (DataType)(value.Type?.TensorType?.ElemType ?? 0);

    private static int? Rank(ValueInfoProto value) => value.Type?.TensorType?.Shape?.Dim.Count;

    /// <summary>Some exports take 32-bit ids. The input becomes 64-bit, as everywhere else, and is cast inside.</summary>
    private void WidenToInt64(ValueInfoProto input, NodeProto[] nodes)
    {
        var type = ElementType(input);
        if (type == DataType.Int64)
            return;
        if (type == DataType.Undefined)
            throw new InvalidDataException($"'{_path}': the input '{input.Name}' has no type.");
        input.Type.TensorType.ElemType = (int)DataType.Int64;
        var cast = Builder.Cast(input.Name, type);
        Rename(nodes, input.Name, cast);
    }

    /// <summary>Positions are the index among the row's tokens; models of RoBERTa's kind count from behind the padding id.</summary>
    private void SupplyPositions(ValueInfoProto positions, ModelConfiguration configuration)
    {
        _model.Graph.Input.Remove(positions);
        var start = configuration.ModelType is "roberta" or "xlm-roberta" or "camembert" ? (configuration.PadTokenId ?? 1) + 1 : 0;
        var index = Builder.TokenIndex("attention_mask");
        var type = ElementType(positions) == DataType.Undefined ? DataType.Int64 : ElementType(positions);
        _model.Graph.Node.Add(new NodeProto
        {
            Name = Builder.Unique("position_ids/Cast"),
            OpType = "Cast",
            Input = { Builder.Add(index, Builder.Integer(start)) },
            Output = { positions.Name },
            Attribute = { Attribute("to", (long)type) },
        });
    }
}
