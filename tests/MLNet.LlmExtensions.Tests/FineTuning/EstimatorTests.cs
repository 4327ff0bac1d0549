using Microsoft.Extensions.Logging;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNet.LlmExtensions.Inference.Tests;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Tests.Support;
using static MLNet.LlmExtensions.Tests.Support.TrainedReports;

namespace MLNet.LlmExtensions.Tests.FineTuning;

public sealed class EstimatorTests(TrainedReports fixture) : IClassFixture<TrainedReports>
{
    [Fact]
    public void Options_may_be_written_without_their_type()
    {
        var estimator = Ml.MulticlassClassification.Trainers.LoraTextClassification(
            fixture.Model, new() { Rank = 8, Epochs = 1, MaximumSteps = 1, Device = DevicePreference.Cpu, Threads = 1 });

        using var transformer = estimator.Fit(Keyed);

        Assert.Equal(8, transformer.Model.Configuration.Lora.Rank);
        Assert.Single(transformer.History!.Steps);
        Assert.NotNull(Ml.MulticlassClassification.Trainers.LoraTextClassification(fixture.Model));
        Assert.NotNull(Ml.BinaryClassification.Trainers.LoraTextClassification(fixture.Model, "IsAbnormal"));
        Assert.NotNull(Ml.MulticlassClassification.Trainers.LoraMultiLabelTextClassification(fixture.Model, new() { Rank = 2 }).Info);
    }

    [Fact]
    public void Training_learns_the_classes_of_the_keys()
    {
        Assert.Equal(["normal", "effusion", "fracture"], fixture.Multiclass.Classes);
        Assert.Equal(60, fixture.Multiclass.History!.TrainingRows);
        Assert.True(fixture.Multiclass.History.Steps[^1].Loss < fixture.Multiclass.History.Steps[0].Loss);
        Assert.Equal(fixture.Model.Fingerprint, fixture.Multiclass.Model.BaseModelFingerprint);
        Assert.Equal("Text", fixture.Multiclass.FeatureColumnName);

        var metrics = Ml.MulticlassClassification.Evaluate(fixture.Multiclass.Transform(Keyed));
        Assert.True(metrics.MicroAccuracy > 0.8, $"accuracy {metrics.MicroAccuracy}");
    }

    [Theory]
    [InlineData("Multiclass")]
    [InlineData("Binary")]
    [InlineData("MultiLabel")]
    public void The_shape_of_the_output_is_that_of_the_data(string kind)
    {
        var (transformer, data, estimator) = kind switch
        {
            "Multiclass" => (fixture.Multiclass, Keyed, (IEstimator<ITransformer>)Ml.MulticlassClassification.Trainers.LoraTextClassification(fixture.Model, Options)),
            "Binary" => (fixture.Binary, Data, Ml.BinaryClassification.Trainers.LoraTextClassification(fixture.Model, Options with { LabelColumnName = "IsAbnormal" })),
            _ => (fixture.MultiLabel, Findings, Ml.MulticlassClassification.Trainers.LoraMultiLabelTextClassification(fixture.Model, Options with { LabelColumnName = "Findings" })),
        };
        var actual = transformer.GetOutputSchema(data.Schema);

        var shape = estimator.GetOutputSchema(Shapes.Of(data));

        Assert.Equal(
            actual.Where(column => !column.IsHidden).Select(column => column.Name).Order(StringComparer.Ordinal),
            shape.Select(column => column.Name).Order(StringComparer.Ordinal));
        foreach (var column in shape.Where(column => data.Schema.GetColumnOrNull(column.Name) is null))
        {
            var type = actual[column.Name].Type;
            Assert.Equal(type is VectorDataViewType, column.Kind == SchemaShape.Column.VectorKind.Vector);
            Assert.Equal(type is KeyDataViewType, column.IsKey);
            Assert.All(
                column.Annotations.Where(annotation => annotation.Name != "ScoreColumnSetId"),
                annotation => Assert.NotNull(actual[column.Name].Annotations.Schema.GetColumnOrNull(annotation.Name)));
        }
    }

    [Fact]
    public void Columns_of_chosen_names()
    {
        var options = Options with { MaximumSteps = 1, ScoreColumnName = "Probabilities", PredictedLabelColumnName = "Diagnosis", LabelColumnName = "Key", TextColumnName = "Report" };
        var data = Ml.Transforms.CopyColumns("Key", "Label").Append(Ml.Transforms.CopyColumns("Report", "Text")).Fit(Keyed).Transform(Keyed);
        var estimator = Ml.MulticlassClassification.Trainers.LoraTextClassification(fixture.Model, options);

        using var transformer = estimator.Fit(data);

        var schema = transformer.Transform(data).Schema;
        Assert.True(schema["Diagnosis"].HasKeyValues());
        Assert.True(schema["Probabilities"].HasSlotNames());
        Assert.Null(schema.GetColumnOrNull("Score"));
        Assert.Contains(estimator.GetOutputSchema(Shapes.Of(data)), column => column.Name == "Diagnosis" && column.IsKey);
    }

    [Fact]
    public void A_label_that_is_no_key_is_refused_with_the_way_to_make_one()
    {
        var estimator = Ml.MulticlassClassification.Trainers.LoraTextClassification(fixture.Model, Options);

        foreach (var exception in (Exception[])[
            Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(Data)),
            Assert.Throws<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(Shapes.Of(Data)))])
        {
            Assert.Contains("'Label'", exception.Message, StringComparison.Ordinal);
            Assert.Contains("MapValueToKey", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Labels_of_another_kind_are_refused_by_the_siblings()
    {
        var binary = Ml.BinaryClassification.Trainers.LoraTextClassification(fixture.Model, Options);
        var multiLabel = Ml.MulticlassClassification.Trainers.LoraMultiLabelTextClassification(fixture.Model, Options);

        Assert.Contains("Boolean", Assert.Throws<ArgumentOutOfRangeException>(() => binary.Fit(Keyed)).Message, StringComparison.Ordinal);
        Assert.Contains("Boolean", Assert.Throws<ArgumentOutOfRangeException>(() => binary.GetOutputSchema(Shapes.Of(Keyed))).Message, StringComparison.Ordinal);
        Assert.Contains("vector", Assert.Throws<ArgumentOutOfRangeException>(() => multiLabel.Fit(Keyed)).Message, StringComparison.Ordinal);
        Assert.Contains("vector", Assert.Throws<ArgumentOutOfRangeException>(() => multiLabel.GetOutputSchema(Shapes.Of(Keyed))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_that_are_not_there_are_named_with_those_that_are()
    {
        var text = Ml.MulticlassClassification.Trainers.LoraTextClassification(fixture.Model, Options with { TextColumnName = "Report" });
        var label = Ml.MulticlassClassification.Trainers.LoraTextClassification(fixture.Model, Options with { LabelColumnName = "Class" });

        Assert.Contains("'Report'", Assert.Throws<ArgumentOutOfRangeException>(() => text.Fit(Keyed)).Message, StringComparison.Ordinal);
        Assert.Contains("IsAbnormal, Label", Assert.Throws<ArgumentOutOfRangeException>(() => label.Fit(Keyed)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => text.GetOutputSchema(Shapes.Of(Keyed)));
        Assert.Throws<ArgumentOutOfRangeException>(() => fixture.Multiclass.Transform(Ml.Data.LoadFromEnumerable([new { Label = "" }])));
    }

    [Fact]
    public void Validation_rows_may_be_given_to_fit_or_in_the_options()
    {
        var options = Options with { MaximumSteps = 2 };
        var validation = Ml.Data.TakeRows(Keyed, 12);
        using var given = Ml.MulticlassClassification.Trainers.LoraTextClassification(fixture.Model, options).Fit(Keyed, validation);
        using var fromOptions = Ml.MulticlassClassification.Trainers.LoraTextClassification(fixture.Model, options with { ValidationData = validation }).Fit(Keyed);

        Assert.Equal(12, given.History!.ValidationRows);
        Assert.Equal(60, given.History.TrainingRows);
        Assert.NotNull(given.History.Best);
        Assert.Equal(given.Model.HeadWeight.Values, fromOptions.Model.HeadWeight.Values);
    }

    [Fact]
    public void Validation_rows_with_other_keys_are_refused()
    {
        var others = Ml.Data.LoadFromEnumerable(Reports.Create(9).Reverse());
        var keyed = Ml.Transforms.Conversion.MapValueToKey("Label").Fit(others).Transform(others);
        var estimator = Ml.MulticlassClassification.Trainers.LoraTextClassification(fixture.Model, Options);

        var exception = Assert.Throws<ArgumentException>(() => estimator.Fit(Keyed, keyed));

        Assert.Contains("MapValueToKey", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_without_a_label_are_left_out_and_counted()
    {
        using var log = new CollectingLogger();
        var reports = Ml.Data.LoadFromEnumerable(Reports.Create(30, seed: 3).Select((report, i) =>
        {
            report.Label = i % 5 == 0 ? "unknown" : report.Label;
            return report;
        }));
        var keyed = KeyMapping.Transform(reports);

        using var transformer = Ml.MulticlassClassification.Trainers
            .LoraTextClassification(fixture.Model, Options with { MaximumSteps = 1, LoggerFactory = log })
            .Fit(keyed);

        Assert.Equal(24, transformer.History!.TrainingRows);
        Assert.Contains(log.Entries, entry => entry.Level == LogLevel.Warning && entry.Message.Contains("6 rows without a label", StringComparison.Ordinal));
    }

    [Fact]
    public void A_class_without_rows_has_a_slot_and_no_probability()
    {
        using var log = new CollectingLogger();
        var without = KeyMapping.Transform(Ml.Data.LoadFromEnumerable(Reports.Create(60).Where(report => report.Label != "effusion")));

        using var transformer = Ml.MulticlassClassification.Trainers
            .LoraTextClassification(fixture.Model, Options with { MaximumSteps = 3, LoggerFactory = log })
            .Fit(without);

        Assert.Equal(3, transformer.Classes.Count);
        Assert.All(transformer.Transform(Keyed).GetColumn<float[]>("Score"), scores =>
        {
            Assert.Equal(0, scores[1]);
            Assert.Equal(1, scores.Sum(), 1e-5f);
        });
        Assert.Contains(log.Entries, entry => entry.Message.Contains("effusion", StringComparison.Ordinal));
    }

    [Fact]
    public void One_class_alone_cannot_be_learned()
    {
        var one = KeyMapping.Transform(Ml.Data.LoadFromEnumerable(Reports.Create(60).Where(report => report.Label == "normal")));
        var estimator = Ml.MulticlassClassification.Trainers.LoraTextClassification(fixture.Model, Options);

        Assert.Contains("one class only", Assert.Throws<InvalidDataException>(() => estimator.Fit(one)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_can_be_cancelled_and_stopped()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(
            () => Ml.MulticlassClassification.Trainers.LoraTextClassification(fixture.Model, Options with { CancellationToken = source.Token }).Fit(Keyed));
        using var stopped = Ml.MulticlassClassification.Trainers
            .LoraTextClassification(fixture.Model, Options with { StopToken = source.Token })
            .Fit(Keyed);
        Assert.True(stopped.History!.Steps.Count <= 1);
    }

    [Theory]
    [InlineData(TransferMethod.Head)]
    [InlineData(TransferMethod.LastLayers)]
    [InlineData(TransferMethod.Full)]
    [InlineData(TransferMethod.Prefix)]
    public void Other_ways_of_transfer_go_through_the_same_trainer(TransferMethod method)
    {
        using var transformer = Ml.MulticlassClassification.Trainers
            .LoraTextClassification(fixture.Model, Options with { Method = method, LearningRate = null, LastLayers = 1, PrefixLength = 3 })
            .Fit(Keyed);

        Assert.Equal(method, transformer.Model.Configuration.Method);
        Assert.All(transformer.Transform(Keyed).GetColumn<float[]>("Score"), scores => Assert.Equal(1, scores.Sum(), 1e-5f));
    }

    [Theory]
    [InlineData(TransferMethod.Lora)]
    [InlineData(TransferMethod.Head)]
    [InlineData(TransferMethod.LastLayers)]
    [InlineData(TransferMethod.Prefix)]
    public void TorchSharp_and_ONNX_Runtime_score_alike(TransferMethod method)
    {
        // The loss of the best weights as training measured it, and as the transformer gives it for the same rows.
        var validation = Ml.Data.TakeRows(Keyed, 21);
        using var transformer = Ml.MulticlassClassification.Trainers
            .LoraTextClassification(fixture.Model, Options with { Method = method, UseDora = true, LastLayers = 1, PrefixLength = 3, EvaluationInterval = 4 })
            .Fit(Keyed, validation);

        var scored = transformer.Transform(validation);
        var losses = scored.GetColumn<float[]>("Score").Zip(scored.GetColumn<uint>("Label"), (scores, label) => -Math.Log(scores[label - 1]));

        Assert.Equal(transformer.History!.Best!.Value.Loss, losses.Average(), 1e-4);
    }

    [Fact]
    public void Multi_label_vectors_must_hold_zeros_and_ones()
    {
        var rows = Ml.Data.LoadFromEnumerable([new ReportFindings { Text = "a", Effusion = 1 }, new ReportFindings { Text = "b", Effusion = 0.5f }]);
        var data = Ml.Transforms.Concatenate("Findings", "Effusion", "Abnormal").Fit(rows).Transform(rows);
        var estimator = Ml.MulticlassClassification.Trainers.LoraMultiLabelTextClassification(fixture.Model, Options with { LabelColumnName = "Findings" });

        Assert.Contains("0.5", Assert.Throws<InvalidDataException>(() => estimator.Fit(data)).Message, StringComparison.Ordinal);
    }

    public static TheoryData<LoraTextClassificationOptions, string> BadOptions => new()
    {
        { new() { LabelColumnName = "" }, "LabelColumnName" },
        { new() { TextColumnName = "" }, "TextColumnName" },
        { new() { TextPairColumnName = "" }, "TextPairColumnName" },
        { new() { ScoreColumnName = "X", PredictedLabelColumnName = "X" }, "must differ" },
        { new() { Prediction = new() { LookAheadRows = 0 } }, "LookAheadRows" },
        { new() { Rank = 0 }, "Rank" },
    };

    [Theory]
    [MemberData(nameof(BadOptions), DisableDiscoveryEnumeration = true)]
    public void A_bad_option_is_named(LoraTextClassificationOptions options, string name)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(() => Ml.MulticlassClassification.Trainers.LoraTextClassification(fixture.Model, options));

        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
    }
}
