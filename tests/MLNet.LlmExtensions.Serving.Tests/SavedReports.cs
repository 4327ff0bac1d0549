using Microsoft.ML;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Tests.Support;

[assembly: AssemblyFixture(typeof(MLNet.LlmExtensions.Serving.Tests.SavedReports))]

namespace MLNet.LlmExtensions.Serving.Tests;

/// <summary>Saved models of synthetic reports, for all tests: a loaded model finds its language model by its content, wherever
/// that is, so the folder of one class must not go while another class still reads it.</summary>
public sealed class SavedReports : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TrainedReports _trained = new();

    public SavedReports()
    {
        Frozen = Save("frozen", Ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(Embedding())
            .Append(Ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy())
            .Append(Ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(Data));
        FrozenBinary = Save("frozen-binary", Embedding().Append(Ml.BinaryClassification.Trainers.LbfgsLogisticRegression("IsAbnormal")).Fit(Data));
        FineTuned = Save("fine-tuned", TrainedReports.KeyMapping.Append(_trained.Multiclass));
        FineTunedBinary = Save("fine-tuned-binary", _trained.Binary);
    }

    public static string[] Texts { get; } = [.. Reports.Create(20, seed: 9).Select(report => report.Text!)];

    public static MLContext Ml => TrainedReports.Ml;

    public static IDataView Data => TrainedReports.Data;

    public LanguageModel Model => _trained.Model;

    public string Frozen { get; }

    public string FrozenBinary { get; }

    public string FineTuned { get; }

    public string FineTunedBinary { get; }

    public string Save(string name, ITransformer model)
    {
        var path = _folder.File(name + ".zip");
        Ml.Model.Save(model, Data.Schema, path);
        return path;
    }

    public IEstimator<ITransformer> Embedding() => Ml.Transforms.Text.LlmEmbedding(
        Model, new LlmEmbeddingOptions { Embedder = new TextEmbedderOptions { Device = DevicePreference.Cpu, IntraOpThreads = 1 } });

    public void Dispose()
    {
        _trained.Dispose();
        _folder.Dispose();
    }
}
