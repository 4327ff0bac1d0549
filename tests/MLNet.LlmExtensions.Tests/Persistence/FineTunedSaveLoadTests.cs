using Microsoft.ML;
using Microsoft.ML.Data;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Persistence;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Tests.Support;
using static MLNet.LlmExtensions.Tests.Support.TrainedReports;

namespace MLNet.LlmExtensions.Tests.Persistence;

public sealed class FineTunedSaveLoadTests(TrainedReports fixture) : IClassFixture<TrainedReports>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_loaded_classifier_gives_the_same_predictions_row_by_row_and_batched()
    {
        var pipeline = KeyMapping.Append(fixture.Multiclass).Append(Ml.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(fixture.Multiclass.Transform(Keyed)));
        var expected = Score(pipeline);
        var loaded = SaveAndLoad(pipeline);
        using var batched = (TransformerChain<ITransformer>)loaded.WithBatchedPredictions();
        using var engine = Ml.Model.CreatePredictionEngine<Report, Prediction>(loaded);

        SavedPipeline.Same(expected, Score(loaded));
        SavedPipeline.Same(expected, Score(batched));
        SavedPipeline.Same(expected, [.. Reports.Create(60).Select(engine.Predict)]);
        Assert.Single(batched.OfType<LoraTextClassificationTransformer>());
    }

    [Fact]
    public void Names_of_classes_survive_and_nothing_is_added()
    {
        var loaded = SaveAndLoad(fixture.Multiclass);
        foreach (var model in (ITransformer[])[loaded, loaded.WithBatchedPredictions()])
        {
            var schema = model.GetOutputSchema(Keyed.Schema);
            Assert.Equal(fixture.Multiclass.Classes, SlotNames(schema["Score"]));
            Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 3), schema["Score"].Type);
            Assert.Equal(fixture.Multiclass.Classes, Values(schema["PredictedLabel"], "KeyValues"));
            Assert.Equal(fixture.Multiclass.Classes, Values(schema["Score"], "TrainingLabelValues"));
            Assert.DoesNotContain(schema, column => column.Name.StartsWith("__", StringComparison.Ordinal));
            Assert.Equal(
                fixture.Multiclass.GetOutputSchema(Keyed.Schema).Where(column => !column.IsHidden).Select(column => column.Name),
                schema.Where(column => !column.IsHidden).Select(column => column.Name));
            var metrics = Ml.MulticlassClassification.Evaluate(model.Transform(Keyed));
            Assert.True(metrics.MicroAccuracy > 0.8, $"accuracy {metrics.MicroAccuracy}");
        }
    }

    [Fact]
    public void Yes_or_no_survives()
    {
        var loaded = SaveAndLoad(fixture.Binary);
        var expected = Ml.Data.CreateEnumerable<BinaryPrediction>(fixture.Binary.Transform(Data), reuseRowObject: false).ToArray();
        foreach (var model in (ITransformer[])[loaded, loaded.WithBatchedPredictions()])
        {
            var scored = model.Transform(Data);
            var actual = Ml.Data.CreateEnumerable<BinaryPrediction>(scored, reuseRowObject: false).ToArray();
            Assert.Equal(60, actual.Length);
            foreach (var (one, other) in expected.Zip(actual))
            {
                Assert.Equal(one.Probability, other.Probability, 1e-5f);
                Assert.Equal(one.Score, other.Score, 1e-3f);
                Assert.Equal(one.PredictedLabel, other.PredictedLabel);
            }

            Assert.True(scored.Schema["Probability"].IsNormalized());
            Assert.True(Ml.BinaryClassification.Evaluate(scored, "IsAbnormal").Accuracy > 0.8);
        }
    }

    [Fact]
    public void Several_classes_at_once_survive_and_batched_with_their_names()
    {
        var loaded = SaveAndLoad(fixture.MultiLabel);
        var expected = fixture.MultiLabel.Transform(Findings).GetColumn<float[]>("Score").ToArray();
        var batched = loaded.WithBatchedPredictions();
        foreach (var model in (ITransformer[])[loaded, batched])
        {
            var scored = model.Transform(Findings);
            Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 2), scored.Schema["Score"].Type);
            foreach (var (one, other) in expected.Zip(scored.GetColumn<float[]>("Score")))
            {
                VectorAssert.Near(one, other);
            }
        }

        Assert.Equal(["Effusion", "Abnormal"], SlotNames(batched.GetOutputSchema(Findings.Schema)["Score"]));
    }

    [Theory]
    [InlineData(TransferMethod.Head)]
    [InlineData(TransferMethod.LastLayers)]
    [InlineData(TransferMethod.Full)]
    [InlineData(TransferMethod.Prefix)]
    public void Other_ways_of_transfer_survive(TransferMethod method)
    {
        using var transformer = Train(Options with { Method = method, LearningRate = null, LastLayers = 1, PrefixLength = 3, MaximumSteps = 2 });
        Same(transformer, SaveAndLoad(transformer), "Score");
    }

    [Fact]
    public void Columns_of_chosen_names_survive_beside_those_of_another_classifier()
    {
        var options = Options with { MaximumSteps = 1, ScoreColumnName = "Probabilities", PredictedLabelColumnName = "Diagnosis" };
        using var transformer = Ml.MulticlassClassification.Trainers.LoraTextClassification(fixture.Model, options).Fit(fixture.Multiclass.Transform(Keyed));
        var pipeline = fixture.Multiclass.Append(transformer);

        var loaded = SaveAndLoad(pipeline);

        Same(pipeline, loaded, "Probabilities");
        Same(pipeline, loaded, "Score");
        var schema = loaded.GetOutputSchema(Keyed.Schema);
        Assert.Equal(fixture.Multiclass.Classes, Values(schema["Diagnosis"], "KeyValues"));
        Assert.Equal(fixture.Multiclass.Classes, Values(schema["PredictedLabel"], "KeyValues"));
        using var batched = (TransformerChain<ITransformer>)loaded.WithBatchedPredictions();
        Assert.Equal(2, batched.OfType<LoraTextClassificationTransformer>().Count());
        Same(pipeline, batched, "Probabilities");
    }

    [Fact]
    public void Keys_of_numbers_stay_numbers()
    {
        var data = Ml.Data.LoadFromEnumerable(Reports.Create(30).Select(report => new Numbered { Text = report.Text, Grade = report.IsAbnormal ? 7 : 3 }));
        var keyed = Ml.Transforms.Conversion.MapValueToKey("Label", "Grade").Fit(data).Transform(data);
        using var transformer = Ml.MulticlassClassification.Trainers.LoraTextClassification(fixture.Model, Options with { MaximumSteps = 1 }).Fit(keyed);

        var loaded = SaveAndLoad(transformer);

        foreach (var model in (ITransformer[])[loaded, loaded.WithBatchedPredictions()])
        {
            var scored = model.Transform(keyed);
            var grades = Ml.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(scored).Transform(scored).GetColumn<int>("PredictedLabel");
            Assert.All(grades, grade => Assert.Contains(grade, (int[])[3, 7]));
        }
    }

    [Fact]
    public void Pairs_of_texts_survive()
    {
        var data = Ml.Data.LoadFromEnumerable(Reports.Create(20).Select(report => new Paired { Question = "is it normal", Text = report.Text, Label = !report.IsAbnormal }));
        using var transformer = Ml.BinaryClassification.Trainers
            .LoraTextClassification(fixture.Model, Options with { MaximumSteps = 1, TextColumnName = "Question", TextPairColumnName = "Text" })
            .Fit(data);
        var expected = transformer.Transform(data).GetColumn<float>("Probability").ToArray();

        var loaded = SaveAndLoad(transformer, data);

        foreach (var model in (ITransformer[])[loaded, loaded.WithBatchedPredictions()])
        {
            VectorAssert.Near(expected, model.Transform(data).GetColumn<float>("Probability").ToArray());
        }
    }

    [Fact]
    public void A_batched_classifier_can_be_saved_again()
    {
        using var batched = (LoraTextClassificationTransformer)SaveAndLoad(fixture.Multiclass).WithBatchedPredictions();
        Assert.Null(batched.History);

        var again = SaveAndLoad(batched);

        Same(fixture.Multiclass, again, "Score");
        Assert.Equal(fixture.Multiclass.Classes, SlotNames(again.GetOutputSchema(Keyed.Schema)["Score"]));
    }

    [Fact]
    public void An_embedding_and_a_classifier_in_one_model()
    {
        var embedding = Ml.Transforms.Text.LlmEmbedding(fixture.Model, new LlmEmbeddingOptions { Embedder = ReportModel.OnCpu });
        using var pipeline = embedding.Append(Ml.MulticlassClassification.Trainers.LoraTextClassification(fixture.Model, Options with { MaximumSteps = 1 })).Fit(Keyed);

        var loaded = SaveAndLoad(pipeline);

        Same(pipeline, loaded, "Score");
        Same(pipeline, loaded, "Features");
        using var batched = (TransformerChain<ITransformer>)loaded.WithBatchedEmbeddings().WithBatchedPredictions();
        Same(pipeline, batched, "Score");
        Assert.Single(batched.OfType<LlmEmbeddingTransformer>());
        Assert.Single(batched.OfType<LoraTextClassificationTransformer>());
    }

    [Fact]
    public void A_row_costs_nothing_of_the_classifiers_size()
    {
        var loaded = SaveAndLoad(fixture.Binary);
        using var engine = Ml.Model.CreatePredictionEngine<Report, BinaryPrediction>(loaded);
        var report = Reports.Create(1)[0];
        var size = fixture.Binary.Model.ToBytes().Length;
        var perRow = long.MaxValue;
        for (var round = 0; round < 50 && perRow >= size / 4; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 20; i++)
            {
                _ = engine.Predict(report);
            }

            perRow = (GC.GetAllocatedBytesForCurrentThread() - before) / 20;
        }

        Assert.True(perRow < size / 4, $"{perRow} bytes for each row, the classifier has {size}");
    }

    [Fact]
    public void The_adapter_is_saved_for_others_and_read_again()
    {
        fixture.Multiclass.SaveAdapter(_folder.File("adapter"));

        Assert.True(File.Exists(_folder.File("adapter/adapter_config.json")));
        Assert.True(File.Exists(_folder.File("adapter/adapter_model.safetensors")));
        using var classifier = new TextClassifier(fixture.Model, FineTunedClassifier.Load(_folder.File("adapter")), Options.Prediction.Classifier);
        VectorAssert.Near(fixture.Multiclass.Classifier.Predict("small left effusion"), classifier.Predict("small left effusion"));
    }

    [Fact]
    public void A_base_model_that_is_gone_is_named_with_what_to_do()
    {
        var gone = TinyBert.Create(_folder.File("gone"), seed: 31, hidden: 20);
        using (var transformer = Train(Options with { MaximumSteps = 1 }, LanguageModel.FromPretrained(gone)))
        {
            Save(transformer, Keyed);
        }

        Directory.Delete(gone, recursive: true);
        LoadedFineTunedClassifiers.Release();
        var loaded = Ml.Model.Load(_folder.File("model.zip"), out _);

        var exception = Assert.Throws<DirectoryNotFoundException>(() => loaded.WithBatchedPredictions());

        Assert.Contains("the classifier 'Score'", exception.Message, StringComparison.Ordinal);
        Assert.Contains(gone, exception.Message, StringComparison.Ordinal);
        Assert.Contains("LanguageModelFolders.Add", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void How_a_loaded_classifier_runs_can_be_changed_but_not_what_it_computes()
    {
        var loaded = SaveAndLoad(fixture.Multiclass);

        using var batched = (LoraTextClassificationTransformer)loaded.WithBatchedPredictions(
            options => options with { LookAheadRows = 3, Classifier = options.Classifier with { TokenBudget = 64 } });

        Assert.Equal(64, batched.Classifier.Options.TokenBudget);
        Same(fixture.Multiclass, batched, "Score");
        Assert.Throws<ArgumentException>(() => loaded.WithBatchedPredictions(
            options => options with { Classifier = options.Classifier with { Precision = WeightPrecision.Int8 } }));
    }

    [Fact]
    public void What_is_too_large_for_a_saved_model_is_refused_with_the_other_way()
    {
        var large = fixture.Multiclass.Model.WithHead(["a"], new DenseTensor([1, ClassifierPayload.MaximumLength], new float[ClassifierPayload.MaximumLength]), new DenseTensor([1], [0]));

        var exception = Assert.Throws<NotSupportedException>(() => ClassifierPayload.Encode(large));

        Assert.Contains("MergedCheckpoint.Save", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_classifier_is_invalid_data()
    {
        var (payload, hash) = ClassifierPayload.Encode(fixture.Multiclass.Model);
        Assert.Equal(fixture.Multiclass.Model.HeadWeight.Values, ClassifierPayload.Decode(payload, hash).HeadWeight.Values);
        var characters = payload.ToCharArray();
        characters[characters.Length / 2] = characters[characters.Length / 2] == 'A' ? 'B' : 'A';

        foreach (var damaged in (string[])[new string(characters), payload[..^8], payload + "AAAA", "", "?"])
        {
            Assert.Throws<InvalidDataException>(() => ClassifierPayload.Decode(damaged, hash));
        }
    }

    [Fact]
    public void A_damaged_state_never_gives_anything_but_a_clear_exception()
    {
        var json = ClassifierState.From(fixture.Multiclass, "00").ToJson();
        var random = new Random(12);
        for (var round = 0; round < 2000; round++)
        {
            var characters = json.ToCharArray();
            for (var change = random.Next(4); change >= 0; change--)
            {
                characters[random.Next(characters.Length)] = (char)random.Next(32, 127);
            }

            var damaged = new string(characters, 0, random.Next(2) == 0 ? characters.Length : random.Next(characters.Length));
            try
            {
                _ = ClassifierState.Parse(damaged);
            }
            catch (Exception exception)
            {
                Assert.True(exception is InvalidDataException or NotSupportedException, $"{exception.GetType()} of {damaged}");
            }
        }
    }

    [Fact]
    public void A_state_of_a_newer_format_asks_for_a_newer_version()
    {
        var state = ClassifierState.From(fixture.Multiclass, "00");
        Assert.Equal(state.ToJson(), ClassifierState.Parse(state.ToJson()).ToJson());
        Assert.Contains(
            "newer", Assert.Throws<NotSupportedException>(() => ClassifierState.Parse((state with { Format = 2 }).ToJson())).Message, StringComparison.Ordinal);

        // Whoever adds an option has to decide whether it is saved.
        Assert.Equal(8, typeof(TextClassifierOptions).GetProperties().Length);
    }

    public void Dispose() => _folder.Dispose();

    private static Prediction[] Score(ITransformer model) =>
        [.. Ml.Data.CreateEnumerable<Prediction>(model.Transform(Data), reuseRowObject: false)];

    private static string[] SlotNames(DataViewSchema.Column column) => Values(column, "SlotNames");

    private static string[] Values(DataViewSchema.Column column, string kind)
    {
        var values = default(VBuffer<ReadOnlyMemory<char>>);
        column.Annotations.GetValue(kind, ref values);
        return [.. values.DenseValues().Select(value => value.ToString())];
    }

    private static void Same(ITransformer expected, ITransformer actual, string column)
    {
        var pairs = expected.Transform(Keyed).GetColumn<float[]>(column).Zip(actual.Transform(Keyed).GetColumn<float[]>(column)).ToArray();
        Assert.Equal(60, pairs.Length);
        foreach (var (one, other) in pairs)
        {
            VectorAssert.Near(one, other);
        }
    }

    private LoraTextClassificationTransformer Train(LoraTextClassificationOptions options, LanguageModel? model = null) =>
        Ml.MulticlassClassification.Trainers.LoraTextClassification(model ?? fixture.Model, options).Fit(Keyed);

    private void Save(ITransformer transformer, IDataView data) => Ml.Model.Save(transformer, data.Schema, _folder.File("model.zip"));

    private ITransformer SaveAndLoad(ITransformer transformer, IDataView? data = null)
    {
        Save(transformer, data ?? Keyed);
        return Ml.Model.Load(_folder.File("model.zip"), out _);
    }

    private sealed class Numbered
    {
        public string? Text { get; set; }

        public int Grade { get; set; }
    }

    private sealed class Paired
    {
        public string? Question { get; set; }

        public string? Text { get; set; }

        public bool Label { get; set; }
    }
}
