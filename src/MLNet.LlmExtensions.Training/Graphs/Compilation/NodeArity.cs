namespace MLNet.LlmExtensions.Training.Graphs.Compilation;

/// <summary>How many inputs a node must have at least: files are not trusted, and fusions look at inputs before anything runs.</summary>
internal static class NodeArity
{
    private static readonly Dictionary<string, int> Inputs = new(StringComparer.Ordinal)
    {
        ["Add"] = 2, ["Sub"] = 2, ["Mul"] = 2, ["Div"] = 2, ["Pow"] = 2, ["Mod"] = 2,
        ["And"] = 2, ["Or"] = 2, ["Xor"] = 2, ["Equal"] = 2, ["Less"] = 2, ["LessOrEqual"] = 2, ["Greater"] = 2, ["GreaterOrEqual"] = 2,
        ["MatMul"] = 2, ["Gemm"] = 2, ["Gather"] = 2, ["GatherElements"] = 2, ["GatherND"] = 2, ["Expand"] = 2, ["Reshape"] = 2, ["Tile"] = 2, ["CumSum"] = 2,
        ["Where"] = 3, ["Range"] = 3, ["ScatterElements"] = 3, ["ScatterND"] = 3, ["LayerNormalization"] = 2,
        ["Constant"] = 0,
    };

    /// <exception cref="InvalidDataException">The node has too few inputs, or no output.</exception>
    public static void Check(GraphNode node, string source)
    {
        var wanted = node.Domain.Length == 0 ? Inputs.GetValueOrDefault(node.Operator, 1) : 0;
        for (var i = 0; i < wanted; i++)
        {
            if (!node.HasInput(i))
                throw new InvalidDataException($"{source}: {node} has no input {i + 1}; it needs {wanted}.");
        }

        if (node.Outputs.All(output => output.Length == 0))
            throw new InvalidDataException($"{source}: {node} has no output.");
    }
}
