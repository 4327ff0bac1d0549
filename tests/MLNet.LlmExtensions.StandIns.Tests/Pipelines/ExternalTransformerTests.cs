namespace MLNet.LlmExtensions.StandIns.Tests.Pipelines;

public class ExternalTransformerTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _data;

    public ExternalTransformerTests() =>
        _data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 50).Select(i => new TextRow { Text = new string('x', i) }).ToArray());

    [Fact]
    public void Built_in_transforms_work_on_top_of_an_external_one()
    {
        var model = new LengthEstimator(_ml, "Length", "Text")
            .Append(_ml.Transforms.CustomMapping<LengthRow, Doubled>((source, target) => target.Double = source.Length * 2, null))
            .Append(_ml.Transforms.CopyColumns("Copy", "Double"))
            .Append(_ml.Transforms.DropColumns("Double"))
            .Fit(_data);
        var transformed = model.Transform(_data);

        Assert.Equal(Enumerable.Range(0, 50).Select(i => i * 2), Rows.Read<int>(transformed, "Copy"));
        Assert.Equal(["Text", "Length", "Copy"], transformed.Schema.Select(column => column.Name));
        Assert.Equal(50, transformed.GetRowCount());
        Assert.Equal(Rows.Ids(_data), Rows.Ids(transformed));
    }

    [Fact]
    public void Only_what_is_needed_is_asked_of_the_input()
    {
        var model = new LengthEstimator(_ml, "Length", "Text").Append(_ml.Transforms.CopyColumns("Copy", "Length")).Fit(_data);
        var transformed = model.Transform(_data);
        using var cursor = transformed.GetRowCursor([transformed.Schema["Copy"]]);

        Assert.True(cursor.IsColumnActive(transformed.Schema["Copy"]));
        Assert.False(cursor.IsColumnActive(transformed.Schema["Length"]));
        Assert.False(cursor.IsColumnActive(transformed.Schema["Text"]));
    }

    [Fact]
    public void Split_cached_and_shuffled_external_views_have_the_right_rows()
    {
        var transformed = new LengthTransformer("Length", "Text").Transform(_data);
        var split = _ml.Data.TrainTestSplit(transformed, 0.3);

        var all = Rows.Read<int>(split.TrainSet, "Length").Concat(Rows.Read<int>(split.TestSet, "Length")).Order();
        Assert.Equal(Enumerable.Range(0, 50), all);
        Assert.Equal(Enumerable.Range(0, 50), Rows.Read<int>(_ml.Data.ShuffleRows(transformed), "Length").Order());
        Assert.Equal(Enumerable.Range(0, 50), Rows.Read<int>(_ml.Data.Cache(transformed), "Length"));
    }

    [Fact]
    public void Cursor_sets_give_every_row_once()
    {
        var transformed = new LengthEstimator(_ml, "Length", "Text").Append(_ml.Transforms.CopyColumns("Copy", "Length"))
            .Fit(_data).Transform(_data);
        var cursors = transformed.GetRowCursorSet([transformed.Schema["Copy"]], 3);

        Assert.Equal(Enumerable.Range(0, 50), ReadTogether(cursors).Order());
    }

    // The cursors of a set may wait for each other, so they are read side by side.
    private static IEnumerable<int> ReadTogether(DataViewRowCursor[] cursors)
    {
        var tasks = cursors.Select(cursor => Task.Run(() => Rows.Read<int>(cursor, "Copy"))).ToArray();
        Task.WaitAll(tasks);
        return tasks.SelectMany(task => task.Result);
    }

    private sealed class Doubled
    {
        public int Double { get; set; }
    }
}
