namespace MLNet.LlmExtensions.Training.Tests.Graphs;

/// <summary>Each operator gives what ONNX Runtime gives.</summary>
public sealed class OperatorTests
{
    public static TheoryData<string> Names => [.. OperatorCases.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Operator_equals_onnx_runtime(string name) => OperatorCases.Create(name).AssertSameAsOnnxRuntime();
}
