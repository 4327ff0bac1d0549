using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Tests.Support;

namespace MLNet.LlmExtensions.Tests.Pipelines;

/// <summary>Reference checkpoints, from their folder through ML.NET to the pooled vectors that they must give.</summary>
public sealed class GoldenTests
{
    [Theory]
    [InlineData("bert", "bert")]
    [InlineData("bert-sharded", "bert")]
    [InlineData("roberta", "roberta")]
    [InlineData("distilbert", "distilbert")]
    [InlineData("gpt2", "gpt2")]
    [InlineData("llama", "llama")]
    [InlineData("mistral", "mistral")]
    [InlineData("qwen2", "qwen2")]
    [InlineData("gemma", "gemma")]
    public void Texts_through_a_pipeline_have_the_reference_vectors(string checkpoint, string golden)
    {
        var model = LanguageModel.FromPretrained(SharedData.PathTo($"reference/checkpoints/{checkpoint}"));
        using var file = SafetensorsFile.Open(SharedData.PathTo($"reference/goldens/{golden}.safetensors"));
        using var index = JsonDocument.Parse(File.ReadAllText(SharedData.PathTo($"reference/goldens/{golden}.json")));
        var texts = index.RootElement.GetProperty("batches").EnumerateArray()
            .Single(batch => batch.GetProperty("name").GetString() == "text")
            .GetProperty("texts").EnumerateArray().Select(text => text.GetString()!).ToArray();

        var ml = new MLContext(1);
        var data = ml.Data.LoadFromEnumerable(texts.Select(text => new Report { Text = text }));
        foreach (var (pooling, tensor) in ((PoolingMode, string)[])[
            (PoolingMode.Mean, "text.mean"), (PoolingMode.Cls, "text.cls"), (PoolingMode.Max, "text.max"), (PoolingMode.LastToken, "text.last")])
        {
            var options = new LlmEmbeddingOptions { Embedder = ReportModel.OnCpu with { Pooling = pooling, Normalize = false } };
            using var transformer = ml.Transforms.Text.LlmEmbedding(model, options).Fit(data);
            var vectors = transformer.Transform(data).GetColumn<float[]>("Features").SelectMany(vector => vector).ToArray();
            VectorAssert.Near(file.GetElements<float>(tensor), vectors, 1e-4f);
        }
    }
}
