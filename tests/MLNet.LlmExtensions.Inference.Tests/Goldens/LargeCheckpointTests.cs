using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Inference.Tests.Goldens;

/// <summary>Weights that lie beyond what 32 bits can count.</summary>
public sealed class LargeCheckpointTests
{
    [Fact]
    public void Weights_beyond_two_gigabytes_of_a_file_are_reached()
    {
        using var folder = new TemporaryFolder();
        using var file = new GoldenFile("bert");
        var checkpoint = SharedData.PathTo("reference/checkpoints/bert");
        File.Copy(Path.Combine(checkpoint, "config.json"), folder.File("config.json"));
        MoveBehindHole(Path.Combine(checkpoint, "model.safetensors"), folder.File("model.safetensors"), hole: 3L << 30);

        using var runner = new GraphRunner(
            LanguageModel.FromPretrained(folder.Path).BuildGraph(new GraphOptions { Pooling = PoolingMode.Mean, Normalize = false }));
        GoldenAssert.Equal(file.Floats("b2.mean"), runner.Run(file.Batch("b2")), "large");
    }

    /// <summary>Writes the same tensors behind a tensor that no model reads: a hole, which takes no space on disk.</summary>
    private static void MoveBehindHole(string source, string target, long hole)
    {
        using var original = SafetensorsFile.Open(source);
        var start = original.Tensors.Values.Min(tensor => tensor.Offset);
        var header = new JsonObject { ["unused"] = Entry("U8", [hole], 0, hole) };
        foreach (var tensor in original.Tensors.Values)
            header[tensor.Name] = Entry("F32", tensor.Shape, hole + tensor.Offset - start, hole + tensor.Offset - start + tensor.ByteLength);
        var json = Encoding.UTF8.GetBytes(header.ToJsonString());

        using var stream = File.Create(target);
        stream.Write(BitConverter.GetBytes((long)json.Length));
        stream.Write(json);
        stream.Position += hole;
        stream.Write(File.ReadAllBytes(source).AsSpan((int)start));

        static JsonObject Entry(string type, IEnumerable<long> shape, long first, long last) => new()
        {
            ["dtype"] = type,
            ["shape"] = new JsonArray([.. shape.Select(size => JsonNode.Parse(size.ToString(CultureInfo.InvariantCulture)))]),
            ["data_offsets"] = new JsonArray(first, last),
        };
    }
}
