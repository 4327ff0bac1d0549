using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Inference.Tests.Goldens;

/// <summary>8-bit graphs stay close to the reference.</summary>
public sealed class QuantizationTests
{
    public static TheoryData<string, string> Checkpoints => ReferenceCheckpoints.All;

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Quantised_embeddings_point_where_the_reference_points(string checkpoint, string golden)
    {
        using var file = new GoldenFile(golden);
        using var runner = new GraphRunner(
            LanguageModel.FromPretrained(SharedData.PathTo($"reference/checkpoints/{checkpoint}"))
                .BuildGraph(new GraphOptions { Pooling = PoolingMode.Mean, Normalize = false, Precision = WeightPrecision.Int8 }));
        foreach (var name in file.Batches)
        {
            var expected = file.Floats(name + ".mean");
            var actual = runner.Run(file.Batch(name));
            var size = file.Shape(name + ".mean")[1];
            for (var row = 0; row < expected.Length / size; row++)
            {
                var cosine = GoldenAssert.Cosine(expected.AsSpan(row * size, size), actual.AsSpan(row * size, size));
                Assert.True(cosine >= 0.99, $"{checkpoint} {name} row {row}: cosine {cosine:f4}");
                TestContext.Current.SendDiagnosticMessage($"{checkpoint} int8 {name} row {row}: cosine {cosine:f5}");
            }
        }
    }

    [Fact]
    public void Products_that_share_their_input_share_its_quantisation()
    {
        var model = LanguageModel.FromPretrained(SharedData.PathTo("reference/checkpoints/bert"))
            .BuildGraph(new GraphOptions { Precision = WeightPrecision.Int8 });
        var layers = 3;
        Assert.Equal(6 * layers, model.Proto.Graph.Node.Count(node => node.OpType == "MatMulInteger"));
        Assert.Equal(4 * layers, model.Proto.Graph.Node.Count(node => node.OpType == "DynamicQuantizeLinear"));
    }
}
