using System.Text.Json;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Inference.Tests.Goldens;

/// <summary>The modules of a sentence-transformers folder become part of the graph.</summary>
public sealed class DenseModuleTests
{
    [Theory]
    [InlineData("torch.nn.modules.activation.Tanh")]
    [InlineData("torch.nn.modules.linear.Identity")]
    public void Dense_and_normalise_follow_the_pooling(string activation)
    {
        using var folder = new TemporaryFolder();
        using var file = new GoldenFile("distilbert");
        var (input, output) = (48, 5);
        foreach (var source in Directory.EnumerateFiles(SharedData.PathTo("reference/checkpoints/distilbert")))
            File.Copy(source, folder.File(Path.GetFileName(source)));
        Write(folder, "modules.json", new[]
        {
            new { idx = 0, name = "0", path = "", type = "sentence_transformers.models.Transformer" },
            new { idx = 1, name = "1", path = "1_Pooling", type = "sentence_transformers.models.Pooling" },
            new { idx = 2, name = "2", path = "2_Dense", type = "sentence_transformers.models.Dense" },
            new { idx = 3, name = "3", path = "3_Normalize", type = "sentence_transformers.models.Normalize" },
        });
        Write(folder, "1_Pooling/config.json", new { word_embedding_dimension = input, pooling_mode_cls_token = true, pooling_mode_mean_tokens = false });
        Write(folder, "2_Dense/config.json", new { in_features = input, out_features = output, bias = true, activation_function = activation });
        var random = new Random(5);
        var weight = Enumerable.Range(0, input * output).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var bias = Enumerable.Range(0, output).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var writer = new SafetensorsWriter();
        writer.Add("linear.weight", [output, input], weight);
        writer.Add("linear.bias", [output], bias);
        writer.Save(folder.File("2_Dense/model.safetensors"));

        using var runner = new GraphRunner(LanguageModel.FromPretrained(folder.Path).BuildGraph());
        var expected = file.Floats("b2.cls").Chunk(input).SelectMany(row =>
        {
            var projected = Enumerable.Range(0, output)
                .Select(o => bias[o] + Enumerable.Range(0, input).Sum(i => weight[(o * input) + i] * row[i]))
                .Select(value => activation.EndsWith("Tanh", StringComparison.Ordinal) ? MathF.Tanh(value) : value).ToArray();
            var norm = MathF.Sqrt(projected.Sum(value => value * value));
            return projected.Select(value => value / norm);
        });
        GoldenAssert.Equal(expected.ToArray(), runner.Run(file.Batch("b2")), activation);
    }

    private static void Write<T>(TemporaryFolder folder, string name, T content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
        File.WriteAllText(folder.File(name), JsonSerializer.Serialize(content));
    }
}
