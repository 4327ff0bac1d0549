using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Tests.Support;
using static MLNet.LlmExtensions.Tests.Support.TrainedReports;

namespace MLNet.LlmExtensions.Tests.Persistence;

/// <summary>A saved fine-tuned classifier in a process that knows nothing but the file, and that must not load TorchSharp.</summary>
public sealed class FineTunedNewProcessTests(TrainedReports fixture) : IClassFixture<TrainedReports>
{
    [Theory]
    [InlineData("multiclass", "single")]
    [InlineData("multiclass", "rows")]
    [InlineData("multiclass", "batched")]
    [InlineData("binary", "single")]
    [InlineData("binary", "batched")]
    [InlineData("multilabel", "rows")]
    [InlineData("multilabel", "batched")]
    public async Task Predictions_are_the_same_without_TorchSharp(string kind, string how)
    {
        using var folder = new TemporaryFolder();
        var (model, data) = kind switch
        {
            "multiclass" => (Named(), Keyed),
            "binary" => (fixture.Binary, Data),
            _ => (fixture.MultiLabel, Findings),
        };
        Ml.Model.Save(model, data.Schema, folder.File("model.zip"));
        var texts = SavedPipeline.Texts;

        var (output, error) = await HostProcess.RunAsync(
            folder, folder.File("model.zip"), how, texts, kind, ("TEST_HOST_ASSEMBLIES", folder.File("assemblies.txt")));

        Assert.True(output is not null, error);
        var rows = Ml.Data.LoadFromEnumerable(texts.Select(text => new Report { Text = text }));
        switch (kind)
        {
            case "multiclass":
                SavedPipeline.Same(SavedPipeline.Score(KeyMapping.Append(model)), JsonSerializer.Deserialize<Prediction[]>(output)!);
                break;
            case "binary":
                VectorAssert.Near(
                    model.Transform(rows).GetColumn<float>("Probability").ToArray(),
                    JsonSerializer.Deserialize<BinaryPrediction[]>(output)!.Select(row => row.Probability).ToArray());
                break;
            default:
                VectorAssert.Near(
                    model.Transform(rows).GetColumn<float[]>("Score").SelectMany(score => score).ToArray(),
                    JsonDocument.Parse(output).RootElement.EnumerateArray()
                        .SelectMany(row => row.GetProperty("Score").EnumerateArray().Select(value => value.GetSingle()))
                        .ToArray());
                break;
        }

        var assemblies = await File.ReadAllLinesAsync(folder.File("assemblies.txt"));
        Assert.Contains("MLNet.LlmExtensions.Inference", assemblies);
        Assert.DoesNotContain("TorchSharp", assemblies);
    }

    private ITransformer Named() =>
        fixture.Multiclass.Append(Ml.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(fixture.Multiclass.Transform(Keyed)));
}
