using Microsoft.ML;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Tests.Support;
using static MLNet.LlmExtensions.Tests.Support.TrainedReports;

namespace MLNet.LlmExtensions.Tests.FineTuning;

/// <summary>Few-shot training as a trainer of ML.NET.</summary>
public sealed class SetFitTests(TrainedReports fixture) : IClassFixture<TrainedReports>
{
    private static readonly IDataView FewRows = Ml.Data.LoadFromEnumerable(Reports.Create(12));

    private static LoraTextClassificationOptions FewSteps => LoraTextClassificationOptions.SetFit with
    {
        LearningRate = 3e-3, Device = DevicePreference.Cpu, Threads = 1,
    };

    [Theory]
    [InlineData(TransferMethod.Full)]
    [InlineData(TransferMethod.Lora)]
    public void A_handful_of_rows_makes_a_classifier_that_knows_others(TransferMethod method)
    {
        var options = FewSteps with { Method = method, LearningRate = method == TransferMethod.Lora ? 1e-2 : 3e-3 };
        var pipeline = Ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(Ml.MulticlassClassification.Trainers.SetFitTextClassification(fixture.Model, options));

        var trained = pipeline.Fit(FewRows);

        using var classifier = trained.LastTransformer;
        Assert.Equal(12, classifier.History!.TrainingRows);
        Assert.Equal(0, classifier.History.ValidationRows);
        Assert.Equal(12 * 2 * 20 / 16, classifier.History.Steps.Count); // comparisons, not epochs of the rows
        var metrics = Ml.MulticlassClassification.Evaluate(trained.Transform(Ml.Data.LoadFromEnumerable(Reports.Create(60, seed: 2))));
        Assert.True(metrics.MicroAccuracy > 0.8, $"accuracy {metrics.MicroAccuracy}");
    }

    [Fact]
    public void Yes_or_no_is_learned_the_same_way()
    {
        using var classifier = Ml.BinaryClassification.Trainers
            .SetFitTextClassification(fixture.Model, FewSteps with { LabelColumnName = "IsAbnormal" })
            .Fit(FewRows);

        var metrics = Ml.BinaryClassification.Evaluate(classifier.Transform(Ml.Data.LoadFromEnumerable(Reports.Create(60, seed: 2))), "IsAbnormal");

        Assert.True(metrics.Accuracy > 0.8, $"accuracy {metrics.Accuracy}");
    }

    [Fact]
    public void The_short_forms_compare_as_SetFit_does()
    {
        var rows = Ml.Data.LoadFromEnumerable(Reports.Create(2).Select(report => new { report.IsAbnormal, Key = report.Label, Findings = report.Text }));
        var keyed = Ml.Transforms.Conversion.MapValueToKey("Key").Fit(rows).Transform(rows);

        using var multiclass = Ml.MulticlassClassification.Trainers.SetFitTextClassification(fixture.Model, "Key", "Findings").Fit(keyed);
        using var binary = Ml.BinaryClassification.Trainers.SetFitTextClassification(fixture.Model, "IsAbnormal", "Findings").Fit(rows);

        foreach (var history in new[] { multiclass.History!, binary.History! })
        {
            Assert.Equal(0, history.ValidationRows);
            Assert.Equal((2 * 20 + 15) / 16, history.Steps.Count); // two rows have no partner of their own class
        }
    }

    [Fact]
    public void Options_without_comparisons_are_refused()
    {
        var exception = Assert.Throws<ArgumentException>(() =>
            Ml.MulticlassClassification.Trainers.SetFitTextClassification(fixture.Model, new LoraTextClassificationOptions()));

        Assert.Contains("ContrastivePairs", exception.Message, StringComparison.Ordinal);
    }
}
