using MLNet.LlmExtensions.StandIns.Tests.Pipelines;

namespace MLNet.LlmExtensions.StandIns.Tests.Typed;

public class PredictionEngineTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Examples_are_predicted_one_by_one()
    {
        using var engine = _ml.Model.CreatePredictionEngine<TextRow, LengthRow>(Fit());

        Assert.Equal(3, engine.Predict(new TextRow { Text = "abc" }).Length);
        Assert.Equal(0, engine.Predict(new TextRow()).Length);
        Assert.NotSame(engine.Predict(new TextRow { Text = "a" }), engine.Predict(new TextRow { Text = "a" }));
        Assert.Equal(["Text", "Length"], engine.OutputSchema.Select(column => column.Name));
    }

    [Fact]
    public void A_prediction_can_be_written_to_an_object_of_the_caller()
    {
        using var engine = _ml.Model.CreatePredictionEngine<TextRow, LengthRow>(Fit());
        var prediction = new LengthRow();
        var same = prediction;
        engine.Predict(new TextRow { Text = "abcd" }, ref prediction);

        Assert.Same(same, prediction);
        Assert.Equal(4, prediction.Length);
        prediction = null!;
        engine.Predict(new TextRow { Text = "ab" }, ref prediction);
        Assert.Equal(2, prediction.Length);
        Assert.Throws<ArgumentNullException>(() => engine.Predict(null!));
    }

    [Fact]
    public void A_model_that_cannot_transform_rows_is_refused()
    {
        var model = new LengthTransformer("Length", "Text") { IsRowToRowMapper = false };

        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<TextRow, LengthRow>(model));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            _ml.Model.CreatePredictionEngine<TextRow, LengthRow>(Fit().Append(model)));
    }

    [Fact]
    public void Columns_that_are_missing_from_the_input_are_errors() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<LengthRow, LengthRow>(Fit()));

    [Fact]
    public void Members_without_a_column_are_ignored_unless_told_otherwise()
    {
        using var engine = _ml.Model.CreatePredictionEngine<TextRow, WithMore>(Fit());
        Assert.Equal(2, engine.Predict(new TextRow { Text = "ab" }).Length);

        Assert.Throws<ArgumentOutOfRangeException>(() =>
            _ml.Model.CreatePredictionEngine<TextRow, WithMore>(Fit(), ignoreMissingColumns: false));
    }

    [Fact]
    public void The_model_is_disposed_with_the_engine_unless_told_otherwise()
    {
        var model = new LengthTransformer("Length", "Text");
        _ml.Model.CreatePredictionEngine<TextRow, LengthRow>(model, new PredictionEngineOptions { OwnsTransformer = false }).Dispose();
        Assert.False(model.IsDisposed);

        _ml.Model.CreatePredictionEngine<TextRow, LengthRow>(model).Dispose();
        Assert.True(model.IsDisposed);
    }

    [Fact]
    public void An_engine_can_take_the_schema_of_a_loaded_model()
    {
        var data = _ml.Data.LoadFromEnumerable<TextRow>([]);
        using var engine = _ml.Model.CreatePredictionEngine<TextRow, LengthRow>(Fit(), data.Schema);

        Assert.Equal(3, engine.Predict(new TextRow { Text = "abc" }).Length);
    }

    private static TransformerChain<LengthTransformer> Fit() =>
        new TransformerChain<ITransformer>().Append(new LengthTransformer("Length", "Text"));

    private sealed class WithMore
    {
        public int Length { get; set; }

        public float More { get; set; }
    }
}
