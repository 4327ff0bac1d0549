namespace MLNet.LlmExtensions.Training.Graphs.Compilation;

/// <summary>One node while a graph is compiled. Fusions make new nodes; they never change one.</summary>
/// <param name="Domain">The operator's domain; ONNX's own is the empty text.</param>
/// <param name="Operator">What it computes.</param>
/// <param name="Name">For errors.</param>
/// <param name="Inputs">Names of values; the empty text stands for an input that is left out.</param>
/// <param name="Outputs">Names of values; the empty text stands for an output that nobody wants.</param>
/// <param name="Attributes">Its attributes.</param>
/// <param name="Version">The operator set of its domain.</param>
/// <param name="Position">Where it stands in the graph: nodes that do not depend on each other run in this order.</param>
internal sealed record GraphNode(
    string Domain,
    string Operator,
    string Name,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    NodeAttributes Attributes,
    long Version,
    int Position)
{
    /// <summary>The domain of ONNX Runtime's own operators.</summary>
    public const string MicrosoftDomain = "com.microsoft";

    /// <summary>The domain of the operators that only fusions make.</summary>
    public const string FusedDomain = "fused";

    public bool Is(string operation) => Domain.Length == 0 && Operator == operation;

    public bool HasInput(int index) => index < Inputs.Count && Inputs[index].Length > 0;

    /// <summary>For messages: which node this is.</summary>
    public override string ToString() =>
        $"the node '{(Name.Length > 0 ? Name : Outputs.FirstOrDefault(name => name.Length > 0))}' ({(Domain.Length > 0 ? Domain + "." : "")}{Operator})";
}
