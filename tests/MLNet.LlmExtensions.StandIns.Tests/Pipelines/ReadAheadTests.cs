namespace MLNet.LlmExtensions.StandIns.Tests.Pipelines;

/// <summary>What transforms do to the rows and exceptions of their sources, which they may read ahead.</summary>
public class ReadAheadTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Cursor_sets_are_put_together_in_the_order_of_their_batches()
    {
        var data = new BatchedDataView(1005);
        var transformed = _ml.Transforms.CopyColumns("Copy", "Number").Append(_ml.Transforms.SelectColumns("Copy")).Fit(data).Transform(data);

        Assert.Equal(Enumerable.Range(0, 1005), Rows.Read<int>(transformed, "Copy"));
        Assert.Equal(Enumerable.Range(0, 1005).Select(i => new DataViewRowId((ulong)i, 0)), Rows.Ids(transformed));
    }

    [Theory]
    [InlineData("transform")]
    [InlineData("chain")]
    [InlineData("cache")]
    [InlineData("shuffle")]
    public void An_exception_in_a_transform_comes_out_inside_another(string through)
    {
        Assert.SkipWhen(Environment.ProcessorCount == 1, "With one processor the official package does not read ahead.");
        var failing = Failing();
        var data = through switch
        {
            "transform" => failing,
            "chain" => _ml.Transforms.CopyColumns("Copy", "Number").Fit(failing).Transform(failing),
            "cache" => _ml.Data.Cache(failing),
            _ => _ml.Data.ShuffleRows(failing),
        };

        var exception = Assert.Throws<InvalidOperationException>(() => Rows.Read<int>(data, "Length"));
        Assert.IsType<TimeoutException>(exception.GetBaseException());
    }

    [Fact]
    public void An_exception_in_a_prediction_engine_comes_out_as_it_is()
    {
        var model = _ml.Transforms.CustomMapping<NumberRow, LengthRow>((_, _) => throw new TimeoutException(), null)
            .Fit(_ml.Data.LoadFromEnumerable<NumberRow>([]));
        using var engine = _ml.Model.CreatePredictionEngine<NumberRow, LengthRow>(model);

        Assert.Throws<TimeoutException>(() => engine.Predict(new NumberRow()));
    }

    [Fact]
    public void A_cursor_can_be_left_in_the_middle()
    {
        var data = new BatchedDataView(100_000);
        var transformed = _ml.Transforms.CopyColumns("Copy", "Number").Fit(data).Transform(data);
        for (int i = 0; i < 20; i++)
        {
            using var cursor = transformed.GetRowCursor(transformed.Schema);
            Assert.True(cursor.MoveNext());
            Assert.Equal(0, Rows.Value<int>(cursor, "Copy"));
        }
    }

    [Fact]
    public async Task Several_threads_can_have_cursors_on_one_view()
    {
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 1000).Select(i => new NumberRow { Number = i }).ToArray());
        var transformed = _ml.Transforms.CopyColumns("Copy", "Number").Fit(data).Transform(data);

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Rows.Read<int>(transformed, "Copy"))));
        Assert.All(results, result => Assert.Equal(Enumerable.Range(0, 1000), result));
    }

    private IDataView Failing()
    {
        var data = new BatchedDataView(500);
        return _ml.Transforms.CustomMapping<NumberRow, LengthRow>(
            (source, target) => target.Length = source.Number < 300 ? source.Number : throw new TimeoutException(), null)
            .Fit(data).Transform(data);
    }

    private sealed class NumberRow
    {
        public int Number { get; set; }
    }
}
