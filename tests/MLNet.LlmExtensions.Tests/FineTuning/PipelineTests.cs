using Microsoft.ML;
using Microsoft.ML.Data;
using MLNet.LlmExtensions.Tests.Support;
using static MLNet.LlmExtensions.Tests.Support.TrainedReports;

namespace MLNet.LlmExtensions.Tests.FineTuning;

/// <summary>A fine-tuned classifier among ML.NET's own parts.</summary>
public sealed class PipelineTests(TrainedReports fixture) : IClassFixture<TrainedReports>
{
    [Fact]
    public void Predicted_keys_become_class_names_again()
    {
        var scored = fixture.Multiclass.Transform(Keyed);
        var named = Ml.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(scored).Transform(scored);

        var scores = scored.GetColumn<float[]>("Score").ToArray();
        var names = named.GetColumn<string>("PredictedLabel").ToArray();

        Assert.Equal(60, names.Length);
        Assert.All(names.Zip(scores), pair => Assert.Equal(fixture.Multiclass.Classes[Array.IndexOf(pair.Second, pair.Second.Max())], pair.First));
    }

    [Fact]
    public void Columns_say_what_those_of_other_classifiers_say()
    {
        var schema = fixture.Multiclass.GetOutputSchema(Keyed.Schema);
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        schema["Score"].GetSlotNames(ref names);
        Assert.Equal(fixture.Multiclass.Classes, names.DenseValues().Select(name => name.ToString()));
        schema["Score"].Annotations.GetValue("TrainingLabelValues", ref names);
        Assert.Equal(fixture.Multiclass.Classes, names.DenseValues().Select(name => name.ToString()));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 3), schema["Score"].Type);
        Assert.Equal(new KeyDataViewType(typeof(uint), 3), schema["PredictedLabel"].Type);
        Assert.True(schema["PredictedLabel"].HasKeyValues());

        var binary = fixture.Binary.GetOutputSchema(Data.Schema);
        Assert.Equal(BooleanDataViewType.Instance, binary["PredictedLabel"].Type);
        Assert.True(binary["Probability"].IsNormalized());

        var multiLabel = fixture.MultiLabel.GetOutputSchema(Findings.Schema);
        multiLabel["Score"].GetSlotNames(ref names);
        Assert.Equal(["Effusion", "Abnormal"], names.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void Binary_scores_are_log_odds_of_the_probability()
    {
        var scored = fixture.Binary.Transform(Data);

        foreach (var row in Ml.Data.CreateEnumerable<BinaryPrediction>(scored, reuseRowObject: false))
        {
            Assert.Equal(1 / (1 + Math.Exp(-row.Score)), row.Probability, 1e-5);
            Assert.Equal(row.Score > 0, row.PredictedLabel);
        }

        var metrics = Ml.BinaryClassification.Evaluate(scored, "IsAbnormal");
        Assert.True(metrics.Accuracy > 0.8, $"accuracy {metrics.Accuracy}");
        Assert.True(double.IsFinite(metrics.LogLoss));
    }

    [Fact]
    public void Several_classes_of_a_text_are_scored_apart()
    {
        var scores = fixture.MultiLabel.Transform(Findings).GetColumn<float[]>("Score").ToArray();
        var labels = Findings.GetColumn<float[]>("Findings").ToArray();

        var right = scores.Zip(labels).Sum(pair => pair.First.Zip(pair.Second).Count(slot => slot.First > 0.5f == slot.Second > 0.5f));

        Assert.True(right > 0.8 * 120, $"{right} of 120");
        Assert.Contains(scores, row => row.Sum() > 1.2f);
    }

    [Fact]
    public void Cross_validation_trains_and_scores_each_fold()
    {
        var pipeline = Ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(Ml.MulticlassClassification.Trainers.LoraTextClassification(fixture.Model, Options));

        var folds = Ml.MulticlassClassification.CrossValidate(Data, pipeline, numberOfFolds: 3);

        Assert.Equal(3, folds.Count);
        Assert.All(folds, fold => Assert.InRange(fold.Metrics.MicroAccuracy, 0.5, 1));
        foreach (var fold in folds)
        {
            (fold.Model as IDisposable)?.Dispose();
        }
    }

    [Fact]
    public void A_prediction_engine_gives_what_data_gives()
    {
        var pipeline = KeyMapping.Append(fixture.Multiclass).Append(Ml.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(fixture.Multiclass.Transform(Keyed)));
        var expected = Ml.Data.CreateEnumerable<Prediction>(pipeline.Transform(Data), reuseRowObject: false).Take(12).ToArray();
        using var engine = Ml.Model.CreatePredictionEngine<Report, Prediction>(pipeline, new PredictionEngineOptions { OwnsTransformer = false });

        foreach (var (report, prediction) in Reports.Create(60).Zip(expected))
        {
            var actual = engine.Predict(report);
            Assert.Equal(prediction.PredictedLabel, actual.PredictedLabel);
            VectorAssert.Near(prediction.Score, actual.Score);
        }
    }

    [Fact]
    public void Engines_on_several_threads_share_the_transformer()
    {
        var expected = fixture.Binary.Transform(Data).GetColumn<float>("Probability").ToArray();
        var reports = Reports.Create(60);

        Parallel.For(0, 4, caller =>
        {
            using var engine = Ml.Model.CreatePredictionEngine<Report, BinaryPrediction>(fixture.Binary, new PredictionEngineOptions { OwnsTransformer = false });
            for (var i = caller; i < reports.Length; i += 2)
            {
                Assert.Equal(expected[i], engine.Predict(reports[i]).Probability, 1e-5f);
            }
        });
    }

    [Fact]
    public void Data_may_be_read_again_shuffled_and_in_parts()
    {
        var scored = fixture.Multiclass.Transform(Keyed);
        var expected = Rows(scored, null);

        Equal(expected, Rows(scored, null));
        Equal(expected, Rows(scored, new Random(5)));
        Equal(expected, scored.GetRowCursorSet([scored.Schema["Number"], scored.Schema["Score"]], 3, null).SelectMany(Read).ToDictionary());
        Equal(expected, Rows(Ml.Data.Cache(scored), null));
    }

    [Fact]
    public void Nothing_is_classified_for_readers_who_do_not_ask()
    {
        using var transformer = Ml.MulticlassClassification.Trainers.LoraTextClassification(fixture.Model, Options with { MaximumSteps = 1 }).Fit(Keyed);
        var scored = transformer.Transform(Keyed);

        Assert.Equal(60, scored.GetColumn<string>("Text").Count());
        Assert.Equal(0, transformer.Classifier.Statistics.Texts);

        // One column or both: each row goes through the model once.
        using (var cursor = scored.GetRowCursor([scored.Schema["PredictedLabel"], scored.Schema["Score"]]))
        {
            Assert.Equal(60, Read(cursor, scored.Schema["Score"], scored.Schema["PredictedLabel"]));
        }

        Assert.Equal(60, transformer.Classifier.Statistics.Texts);
    }

    [Fact]
    public void Predictions_report_progress_and_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        var reports = new List<TextPredictionProgress>();
        var options = Options with
        {
            MaximumSteps = 1,
            Prediction = Options.Prediction with { LookAheadRows = 25, Progress = new Listener(reports.Add), CancellationToken = source.Token },
        };
        using var transformer = Ml.MulticlassClassification.Trainers.LoraTextClassification(fixture.Model, options).Fit(Keyed);

        Assert.Equal(60, transformer.Transform(Keyed).GetColumn<float[]>("Score").Count());
        Assert.Equal([25, 50, 60], reports.Select(report => report.PredictedRows));
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => transformer.Transform(Keyed).GetColumn<float[]>("Score").Count());
    }

    [Fact]
    public void Keys_of_numbers_stay_numbers()
    {
        var data = Ml.Data.LoadFromEnumerable(Reports.Create(30).Select(report => new NumberedReport { Text = report.Text, Grade = report.IsAbnormal ? 7 : 3 }));
        var keyed = Ml.Transforms.Conversion.MapValueToKey("Label", "Grade").Fit(data).Transform(data);

        using var transformer = Ml.MulticlassClassification.Trainers.LoraTextClassification(fixture.Model, Options with { MaximumSteps = 1 }).Fit(keyed);

        var scored = transformer.Transform(keyed);
        var grades = Ml.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(scored).Transform(scored).GetColumn<int>("PredictedLabel");
        Assert.All(grades, grade => Assert.Contains(grade, (int[])[3, 7]));
        Assert.Equal(["3", "7"], transformer.Classes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Pairs_of_texts_have_a_second_column()
    {
        var data = Ml.Data.LoadFromEnumerable(Reports.Create(30).Select((report, i) => new PairedReport
        {
            Question = i % 2 == 0 ? "is there effusion" : "is there a fracture",
            Text = report.Text,
            Label = report.Label == (i % 2 == 0 ? "effusion" : "fracture"),
        }));
        using var transformer = Ml.BinaryClassification.Trainers
            .LoraTextClassification(fixture.Model, Options with { MaximumSteps = 2, TextColumnName = "Question", TextPairColumnName = "Text" })
            .Fit(data);

        var scored = transformer.Transform(data);

        var expected = transformer.Classifier.Predict(scored.GetColumn<string>("Question").First(), scored.GetColumn<string>("Text").First());
        Assert.Equal(expected[1], scored.GetColumn<float>("Probability").First(), 1e-5f);
        Assert.True(transformer.Model.HasPairs);
        using var engine = Ml.Model.CreatePredictionEngine<PairedReport, BinaryPrediction>(transformer, new PredictionEngineOptions { OwnsTransformer = false });
        Assert.Equal(expected[1], engine.Predict(new PairedReport { Question = "is there effusion", Text = Reports.Create(1)[0].Text }).Probability, 1e-5f);
    }

    [Fact]
    public void Classifiers_of_one_base_model_share_it_in_memory()
    {
        using var other = Ml.MulticlassClassification.Trainers.LoraTextClassification(fixture.Model, Options with { Rank = 5, MaximumSteps = 1 }).Fit(Keyed);

        Assert.Same(fixture.Multiclass.Classifier.Session, other.Classifier.Session);
        Assert.Same(fixture.Multiclass.Classifier.Session, fixture.Binary.Classifier.Session);
    }

    [Fact]
    public void A_disposed_transformer_says_so_and_keeps_what_was_trained()
    {
        var transformer = Ml.MulticlassClassification.Trainers.LoraTextClassification(fixture.Model, Options with { MaximumSteps = 1 }).Fit(Keyed);
        transformer.Dispose();

        Assert.Contains(
            "OwnsTransformer",
            Assert.Throws<ObjectDisposedException>(() => transformer.Transform(Keyed).GetColumn<float[]>("Score").Count()).Message,
            StringComparison.Ordinal);
        Assert.Equal(3, transformer.Model.Classes.Count);
    }

    private static Dictionary<float, float[]> Rows(IDataView data, Random? random)
    {
        using var cursor = data.GetRowCursor([data.Schema["Number"], data.Schema["Score"]], random);
        return Read(cursor).ToDictionary();
    }

    private static List<KeyValuePair<float, float[]>> Read(DataViewRowCursor cursor)
    {
        var number = cursor.GetGetter<float>(cursor.Schema["Number"]);
        var score = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Score"]);
        var rows = new List<KeyValuePair<float, float[]>>();
        var (key, value) = (0f, default(VBuffer<float>));
        while (cursor.MoveNext())
        {
            number(ref key);
            score(ref value);
            rows.Add(new(key, [.. value.DenseValues()]));
        }

        return rows;
    }

    private static int Read(DataViewRowCursor cursor, DataViewSchema.Column scores, DataViewSchema.Column labels)
    {
        var score = cursor.GetGetter<VBuffer<float>>(scores);
        var label = cursor.GetGetter<uint>(labels);
        var (value, key, rows) = (default(VBuffer<float>), 0u, 0);
        while (cursor.MoveNext())
        {
            label(ref key);
            score(ref value);
            rows++;
        }

        return rows;
    }

    private static void Equal(Dictionary<float, float[]> expected, Dictionary<float, float[]> actual)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach (var (key, value) in expected)
        {
            VectorAssert.Near(value, actual[key]);
        }
    }

    private sealed class Listener(Action<TextPredictionProgress> callback) : IProgress<TextPredictionProgress>
    {
        public void Report(TextPredictionProgress value) => callback(value);
    }

    private sealed class NumberedReport
    {
        public string? Text { get; set; }

        public int Grade { get; set; }
    }

    private sealed class PairedReport
    {
        public string? Question { get; set; }

        public string? Text { get; set; }

        public bool Label { get; set; }
    }
}
