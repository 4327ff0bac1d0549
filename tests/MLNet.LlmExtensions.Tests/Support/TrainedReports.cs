using Microsoft.ML;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Tests.Support;

/// <summary>A tiny language model and classifiers that were fine-tuned on synthetic reports, for the tests of a class.</summary>
public sealed class TrainedReports : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<LoraTextClassificationTransformer> _multiclass;
    private readonly Lazy<LoraTextClassificationTransformer> _binary;
    private readonly Lazy<LoraTextClassificationTransformer> _multiLabel;

    // What is loaded would run on CUDA where there is one, whose rounding differs.
    static TrainedReports() => LoadedFineTunedClassifiers.Configure = options => options with { Device = DevicePreference.Cpu, IntraOpThreads = 1 };

    public TrainedReports()
    {
        // Not the model of other fixtures: what is loaded finds its model by its content, wherever that is.
        Model = LanguageModel.FromPretrained(TinyBert.Create(_folder.File("tiny-bert"), seed: 77, hidden: 20));
        _multiclass = new(() => Ml.MulticlassClassification.Trainers.LoraTextClassification(Model, Options).Fit(Keyed));
        _binary = new(() => Ml.BinaryClassification.Trainers.LoraTextClassification(Model, Options with { LabelColumnName = "IsAbnormal" }).Fit(Data));
        _multiLabel = new(() => Ml.MulticlassClassification.Trainers.LoraMultiLabelTextClassification(Model, Options with { LabelColumnName = "Findings" }).Fit(Findings));
    }

    public static MLContext Ml { get; } = new(1);

    public static IDataView Data { get; } = Ml.Data.LoadFromEnumerable(Reports.Create(60));

    /// <summary>Makes keys of the labels.</summary>
    public static ITransformer KeyMapping { get; } = Ml.Transforms.Conversion.MapValueToKey("Label").Fit(Data);

    /// <summary>The reports with their label as a key.</summary>
    public static IDataView Keyed { get; } = KeyMapping.Transform(Data);

    /// <summary>The reports with two findings, of which a report may have both.</summary>
    public static IDataView Findings { get; } = WithFindings();

    /// <summary>A short training on one thread of the processor.</summary>
    public static LoraTextClassificationOptions Options { get; } = new()
    {
        Rank = 2,
        MaximumSteps = 12,
        MaximumBatchSize = 8,
        LearningRate = 1e-2,
        HeadLearningRate = 1e-1,
        ValidationFraction = 0,
        Device = DevicePreference.Cpu,
        Threads = 1,
        Prediction = new() { Classifier = new() { Device = DevicePreference.Cpu, IntraOpThreads = 1 } },
    };

    public LanguageModel Model { get; }

    public LoraTextClassificationTransformer Multiclass => _multiclass.Value;

    public LoraTextClassificationTransformer Binary => _binary.Value;

    public LoraTextClassificationTransformer MultiLabel => _multiLabel.Value;

    public void Dispose()
    {
        foreach (var lazy in (Lazy<LoraTextClassificationTransformer>[])[_multiclass, _binary, _multiLabel])
        {
            if (lazy.IsValueCreated)
            {
                lazy.Value.Dispose();
            }
        }

        _folder.Dispose();
    }

    private static IDataView WithFindings()
    {
        var rows = Reports.Create(60).Select(report => new ReportFindings
        {
            Text = report.Text,
            Effusion = report.Label == "effusion" ? 1 : 0,
            Abnormal = report.IsAbnormal ? 1 : 0,
        });
        var data = Ml.Data.LoadFromEnumerable(rows);
        return Ml.Transforms.Concatenate("Findings", nameof(ReportFindings.Effusion), nameof(ReportFindings.Abnormal)).Fit(data).Transform(data);
    }
}
