namespace MLNet.LlmExtensions.StandIns.Tests.Trainers;

public sealed class ClassifierColumnTests
{
    private static readonly MLContext ML = new(1);

    [Fact]
    public void Text_labels_name_the_slots_of_the_scores()
    {
        IDataView scored = Train("Text");

        VBuffer<ReadOnlyMemory<char>> names = default;
        scored.Schema["Score"].GetSlotNames(ref names);
        Assert.Equal(["b", "a", "c"], names.DenseValues().Select(name => name.ToString()));
        Assert.Equal(["b", "a", "c"], Values<ReadOnlyMemory<char>>(scored, "PredictedLabel", "KeyValues").Select(name => name.ToString()));
        Assert.True(scored.Schema["PredictedLabel"].HasKeyValues());
    }

    [Fact]
    public void Labels_of_other_types_stay_what_they_are()
    {
        Assert.Equal([7, -1, 4], Values<int>(Train("Number"), "PredictedLabel", "KeyValues"));
        Assert.Equal([2.5f, 1, 0.5f], Values<float>(Train("Single"), "PredictedLabel", "KeyValues"));
        Assert.Equal([true, false], Values<bool>(Train("Truth"), "PredictedLabel", "KeyValues"));
        Assert.Equal([7, -1, 4], Values<int>(Train("Number"), "Score", "TrainingLabelValues"));
        Assert.False(Train("Number").Schema["Score"].HasSlotNames());
    }

    [Fact]
    public void Predicted_keys_turn_back_into_labels_of_any_type()
    {
        Assert.Equal(NumberDataViewType.Int32, Predict("Number").Schema["PredictedLabel"].Type);
        Assert.Equal(BooleanDataViewType.Instance, Predict("Truth").Schema["PredictedLabel"].Type);
        Assert.Equal(NumberDataViewType.Single, Predict("Single").Schema["PredictedLabel"].Type);
        Assert.All(Rows.Read<int>(Predict("Number"), "PredictedLabel"), label => Assert.Contains(label, (int[])[7, -1, 4]));
    }

    [Fact]
    public void The_annotations_say_what_the_columns_are()
    {
        DataViewSchema schema = Train("Text").Schema;

        Assert.Equal(
            ["ScoreColumnKind", "ScoreValueKind", "KeyValues", "ScoreColumnSetId"],
            schema["PredictedLabel"].Annotations.Schema.Select(column => column.Name));
        Assert.Equal(
            ["ScoreColumnKind", "ScoreColumnSetId", "ScoreValueKind", "TrainingLabelValues", "SlotNames"],
            schema["Score"].Annotations.Schema.Select(column => column.Name));
        Assert.Equal("MulticlassClassification", Annotation<ReadOnlyMemory<char>>(schema["Score"], "ScoreColumnKind").ToString());
        Assert.Equal("Score", Annotation<ReadOnlyMemory<char>>(schema["Score"], "ScoreValueKind").ToString());
        Assert.Equal("PredictedLabel", Annotation<ReadOnlyMemory<char>>(schema["PredictedLabel"], "ScoreValueKind").ToString());
        Assert.Equal(Annotation<uint>(schema["PredictedLabel"], "ScoreColumnSetId"), Annotation<uint>(schema["Score"], "ScoreColumnSetId"));
    }

    [Fact]
    public void Columns_of_a_second_classifier_have_another_set()
    {
        IDataView first = Train("Text");
        IDataView second = ML.BinaryClassification.Trainers.LbfgsLogisticRegression("Truth").Fit(first).Transform(first);

        Assert.Equal(
            Annotation<uint>(first.Schema["Score"], "ScoreColumnSetId") + 1,
            Annotation<uint>(second.Schema["Score"], "ScoreColumnSetId"));
    }

    [Fact]
    public void Scores_are_probabilities_and_the_largest_one_decides()
    {
        IDataView scored = Train("Text");

        List<VBuffer<float>> scores = Rows.Read<VBuffer<float>>(scored, "Score");
        List<uint> labels = Rows.Read<uint>(scored, "PredictedLabel");
        for (int i = 0; i < scores.Count; i++)
        {
            float[] values = [.. scores[i].DenseValues()];
            Assert.Equal(1, values.Sum(), 1e-5);
            Assert.Equal((uint)Array.IndexOf(values, values.Max()) + 1, labels[i]);
        }
    }

    [Fact]
    public void The_schema_is_known_before_training()
    {
        SchemaShape shape = ShapeOf(ML.Data.LoadFromEnumerable(Example.Three(3)));

        SchemaShape output = Pipeline("Text", "Label").GetOutputSchema(shape);

        SchemaShape.Column score = output.Single(column => column.Name == "Score");
        Assert.Equal(SchemaShape.Column.VectorKind.Vector, score.Kind);
        Assert.Contains(score.Annotations, annotation => annotation.Name == "SlotNames");
        SchemaShape.Column label = output.Single(column => column.Name == "PredictedLabel");
        Assert.False(label.IsKey);
        Assert.Equal(TextDataViewType.Instance, label.ItemType);
    }

    [Fact]
    public void A_label_that_does_not_fit_is_found_before_training()
    {
        SchemaShape shape = ShapeOf(ML.Data.LoadFromEnumerable(Example.Three(3)));

        Assert.Throws<ArgumentOutOfRangeException>(
            () => ML.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Text").GetOutputSchema(shape));
    }

    [Fact]
    public void A_saved_pipeline_predicts_the_same()
    {
        IDataView data = ML.Data.LoadFromEnumerable(Example.Three(30));
        ITransformer model = Pipeline("Text", "Label").Fit(data);

        using var stream = new MemoryStream();
        ML.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        ITransformer loaded = new MLContext().Model.Load(stream, out DataViewSchema schema);

        Assert.Equal(data.Schema.Select(column => column.Name), schema.Select(column => column.Name));
        IDataView before = model.Transform(data);
        IDataView after = loaded.Transform(data);
        Assert.Equal(Predictions(before).Select(row => row.PredictedLabel), Predictions(after).Select(row => row.PredictedLabel));
        Assert.Equal(Predictions(before).Select(row => row.Score), Predictions(after).Select(row => row.Score));
        VBuffer<ReadOnlyMemory<char>> names = default;
        after.Schema["Score"].GetSlotNames(ref names);
        Assert.Equal(["b", "a", "c"], names.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void A_saved_binary_model_predicts_the_same()
    {
        IDataView data = ML.Data.LoadFromEnumerable(Example.Three(30));
        ITransformer model = ML.BinaryClassification.Trainers.LbfgsLogisticRegression("Truth").Fit(data);

        using var stream = new MemoryStream();
        ML.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        ITransformer loaded = new MLContext().Model.Load(stream, out _);

        Assert.Equal(model.GetType(), loaded.GetType());
        Assert.Equal(Rows.Read<float>(model.Transform(data), "Probability"), Rows.Read<float>(loaded.Transform(data), "Probability"));
        Assert.Equal(Rows.Read<bool>(model.Transform(data), "PredictedLabel"), Rows.Read<bool>(loaded.Transform(data), "PredictedLabel"));
    }

    [Fact]
    public void A_prediction_engine_predicts_the_same()
    {
        Example[] rows = Example.Three(30);
        IDataView data = ML.Data.LoadFromEnumerable(rows);
        ITransformer model = Pipeline("Text", "Label").Fit(data);

        using var engine = ML.Model.CreatePredictionEngine<Example, MulticlassPrediction>(model);
        MulticlassPrediction[] expected = Predictions(model.Transform(data));
        for (int i = 0; i < rows.Length; i++)
        {
            MulticlassPrediction prediction = engine.Predict(rows[i]);
            Assert.Equal(expected[i].PredictedLabel, prediction.PredictedLabel);
            Assert.Equal(expected[i].Score, prediction.Score);
        }
    }

    [Fact]
    public void Each_column_can_be_read_alone()
    {
        IDataView scored = Train("Text");
        List<uint> labels = Rows.Read<uint>(scored, "PredictedLabel");

        using DataViewRowCursor cursor = scored.GetRowCursor(scored.Schema);
        Assert.Equal(labels, Rows.Read<uint>(cursor, "PredictedLabel"));
        Assert.Equal(30, Rows.Read<VBuffer<float>>(scored, "Score").Count);
    }

    [Fact]
    public void The_transformer_says_what_it_predicts_from()
    {
        IDataView data = ML.Data.LoadFromEnumerable(Example.Three(9));
        var model = ML.BinaryClassification.Trainers.LbfgsLogisticRegression("Truth").Fit(data);

        Assert.Equal("Features", model.FeatureColumnName);
        Assert.Equal(data.Schema["Features"].Type, model.FeatureColumnType);
        Assert.True(((ITransformer)model).IsRowToRowMapper);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.GetOutputSchema(ML.Data.LoadFromEnumerable([new MulticlassPrediction()]).Schema));
    }

    private static IDataView Train(string label)
    {
        IDataView data = ML.Data.LoadFromEnumerable(Example.Three(30));
        return ML.Transforms.Conversion.MapValueToKey("Label", label)
            .Append(ML.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0))
            .Fit(data).Transform(data);
    }

    private static IDataView Predict(string label)
    {
        IDataView data = ML.Data.LoadFromEnumerable(Example.Three(30));
        return Pipeline(label, "Label").Fit(data).Transform(data);
    }

    private static IEstimator<ITransformer> Pipeline(string label, string key) =>
        ML.Transforms.Conversion.MapValueToKey(key, label)
            .Append(ML.MulticlassClassification.Trainers.LbfgsMaximumEntropy(key, l1Regularization: 0))
            .Append(ML.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

    private static MulticlassPrediction[] Predictions(IDataView scored) =>
        [.. ML.Data.CreateEnumerable<MulticlassPrediction>(scored, reuseRowObject: false)];

    private static T Annotation<T>(DataViewSchema.Column column, string kind)
    {
        T value = default!;
        column.Annotations.GetValue(kind, ref value);
        return value;
    }

    private static IEnumerable<T> Values<T>(IDataView data, string column, string kind) =>
        Annotation<VBuffer<T>>(data.Schema[column], kind).DenseValues();

    /// <summary>The shape of a schema. There is no public way to one but through an estimator that is asked for its own.</summary>
    private static SchemaShape ShapeOf(IDataView data)
    {
        var probe = new Pipelines.ShapeProbe();
        new EstimatorChain<ITransformer>().Append(probe).Fit(data);
        return probe.Shape!;
    }
}
