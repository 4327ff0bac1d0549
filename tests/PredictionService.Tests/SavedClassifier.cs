using Microsoft.ML;
using MLNet.LlmExtensions;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Tests.Support;

[assembly: AssemblyFixture(typeof(PredictionService.Tests.SavedClassifier))]

namespace PredictionService.Tests;

/// <summary>A saved classifier of synthetic reports, for all tests: a loaded model finds its language model by its content, wherever
/// that is, so the folder of one class must not go while another class still reads it.</summary>
public sealed class SavedClassifier : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SavedClassifier()
    {
        var ml = new MLContext(1);
        var data = ml.Data.LoadFromEnumerable(Reports.Create(120));
        var model = LanguageModel.FromPretrained(TinyBert.Create(_folder.File("tiny-bert"), seed: 5, hidden: 20));
        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.Transforms.Text.LlmEmbedding(
                model, new LlmEmbeddingOptions { Embedder = new TextEmbedderOptions { Device = DevicePreference.Cpu, IntraOpThreads = 1 } }))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0));
        Path = _folder.File("reports.zip");
        ml.Model.Save(pipeline.Fit(data), data.Schema, Path);
    }

    public string Path { get; }

    public void Dispose() => _folder.Dispose();
}
