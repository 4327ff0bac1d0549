using Microsoft.ML;
using Microsoft.ML.Data;
using MLNet.LlmExtensions.Tests.Support;

namespace MLNet.LlmExtensions.Tests.Embedding;

public sealed class RowMapperTests
{
    private static readonly MLContext Ml = new(1);

    [Fact]
    public void The_embedding_depends_on_the_text_and_other_columns_on_themselves()
    {
        var schema = EveryType.Create().Schema;
        var mapper = Fake.Transformer(new FakeSession()).GetRowToRowMapper(schema);
        Assert.Same(schema, mapper.InputSchema);
        Assert.Equal(["Text"], Names(mapper.GetDependencies([mapper.OutputSchema["Features"]])));
        Assert.Equal(["Key"], Names(mapper.GetDependencies([mapper.OutputSchema["Key"]])));
        Assert.Equal(["Text", "Key"], Names(mapper.GetDependencies([mapper.OutputSchema["Features"], mapper.OutputSchema["Key"]])));
        Assert.Empty(mapper.GetDependencies([]));

        static IEnumerable<string> Names(IEnumerable<DataViewSchema.Column> columns) => columns.Select(column => column.Name);
    }

    [Fact]
    public void A_row_is_embedded_once_and_only_when_asked()
    {
        var session = new FakeSession();
        var view = EveryType.Create();
        var mapper = Fake.Transformer(session).GetRowToRowMapper(view.Schema);
        var input = view.GetRowCursor(view.Schema);
        using var row = mapper.GetRow(input, mapper.OutputSchema);
        var embedding = row.GetGetter<VBuffer<float>>(mapper.OutputSchema["Features"]);
        var number = row.GetGetter<int>(mapper.OutputSchema["Int32"]);
        var vector = default(VBuffer<float>);
        var value = 0;
        for (var i = 0; i < 3; i++)
        {
            Assert.True(input.MoveNext());
            number(ref value);
            Assert.Equal(-i, value);
            Assert.Equal(input.Position, row.Position);
            Assert.Equal(input.Batch, row.Batch);
            if (i != 1)
            {
                embedding(ref vector);
                embedding(ref vector);
                Assert.Equal(FakeSession.Vector(EveryType.TextOf(i)), vector.DenseValues());
            }
        }

        Assert.Equal(2, session.Calls.Count);
        row.Dispose();
        Assert.True(view.Cursors.Single().IsDisposed);
    }

    [Fact]
    public void An_embedding_that_was_not_asked_for_is_not_active()
    {
        var view = EveryType.Create();
        var mapper = Fake.Transformer(new FakeSession()).GetRowToRowMapper(view.Schema);
        using var row = mapper.GetRow(view.GetRowCursor([view.Schema["Int32"]]), [mapper.OutputSchema["Int32"]]);
        Assert.False(row.IsColumnActive(mapper.OutputSchema["Features"]));
        Assert.True(row.IsColumnActive(mapper.OutputSchema["Int32"]));
        Assert.False(row.IsColumnActive(mapper.OutputSchema["Text"]));
        Assert.Throws<InvalidOperationException>(() => row.GetGetter<VBuffer<float>>(mapper.OutputSchema["Features"]));
    }

    [Fact]
    public void Rows_of_another_schema_are_refused()
    {
        var view = EveryType.Create();
        var mapper = Fake.Transformer(new FakeSession()).GetRowToRowMapper(EveryType.Create().Schema);
        using var cursor = view.GetRowCursor(view.Schema);
        Assert.Throws<ArgumentException>(() => mapper.GetRow(cursor, []));
    }

    [Fact]
    public void A_prediction_engine_sees_each_row_anew()
    {
        var session = new FakeSession();
        using var engine = Ml.Model.CreatePredictionEngine<Input, Output>(Fake.Transformer(session));
        Assert.Equal([2, 'a'], engine.Predict(new Input { Text = "aa" }).Features);
        Assert.Equal([3, 'b'], engine.Predict(new Input { Text = "bbb" }).Features);
        Assert.Equal([0, 0], engine.Predict(new Input { Text = null }).Features);
        Assert.Equal(3, session.Calls.Count);
    }

    [Fact]
    public void A_disposed_transformer_says_that_an_engine_may_have_disposed_it()
    {
        var session = new FakeSession();
        var transformer = Fake.Transformer(session);
        using (var engine = Ml.Model.CreatePredictionEngine<Input, Output>(transformer))
        {
            _ = engine.Predict(new Input { Text = "a" });
        }

        Assert.True(session.IsDisposed);
        var exception = Assert.Throws<ObjectDisposedException>(() => transformer.Transform(EveryType.Create()));
        Assert.Contains("OwnsTransformer", exception.Message, StringComparison.Ordinal);
    }

    private sealed class Input
    {
        public string? Text { get; set; }
    }

    private sealed class Output
    {
        public float[] Features { get; set; } = [];
    }
}
