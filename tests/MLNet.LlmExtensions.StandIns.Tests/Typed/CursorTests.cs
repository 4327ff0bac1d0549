namespace MLNet.LlmExtensions.StandIns.Tests.Typed;

public class CursorTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _data;

    public CursorTests() => _data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(AllTypes.Create).ToArray());

    [Fact]
    public void The_position_counts_the_rows_and_is_minus_one_outside()
    {
        using var cursor = _data.GetRowCursor(_data.Schema);

        Assert.Equal(-1, cursor.Position);
        for (int i = 0; i < 3; i++)
        {
            Assert.True(cursor.MoveNext());
            Assert.Equal(i, cursor.Position);
            Assert.Equal(0, cursor.Batch);
        }

        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void Only_needed_columns_are_active()
    {
        using var cursor = _data.GetRowCursor([_data.Schema["Int32"]]);

        Assert.True(cursor.IsColumnActive(_data.Schema["Int32"]));
        Assert.False(cursor.IsColumnActive(_data.Schema["Single"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => cursor.GetGetter<float>(_data.Schema["Single"]));
    }

    [Fact]
    public void Columns_added_by_a_transform_are_only_active_when_needed()
    {
        var transformed = _ml.Transforms.CopyColumns("Copy", "Int32").Fit(_data).Transform(_data);
        using var cursor = transformed.GetRowCursor([transformed.Schema["Int32"]]);

        Assert.False(cursor.IsColumnActive(transformed.Schema["Copy"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<int>(transformed.Schema["Copy"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(transformed.Schema["Single"]));
    }

    [Fact]
    public void A_getter_of_the_wrong_type_is_an_error()
    {
        using var cursor = _data.GetRowCursor(_data.Schema);

        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<long>(_data.Schema["Int32"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<string>(_data.Schema["String"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float[]>(_data.Schema["Pair"]));
    }

    [Fact]
    public void Columns_must_be_in_the_schema()
    {
        var transformed = _ml.Transforms.CopyColumns("Copy", "Int32").Fit(_data).Transform(_data);

        Assert.Throws<InvalidOperationException>(() => _data.GetRowCursor([transformed.Schema["Copy"]]));
        Assert.Throws<ArgumentNullException>(() => _data.GetRowCursor(null));
    }

    [Fact]
    public void Identifiers_are_unique()
    {
        var ids = Rows.Ids(_data);

        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal(ids, Rows.Ids(_data));
    }

    [Fact]
    public void A_getter_can_be_called_more_than_once_for_a_row()
    {
        using var cursor = _data.GetRowCursor(_data.Schema);
        Assert.True(cursor.MoveNext());
        Assert.True(cursor.MoveNext());

        Assert.Equal(4, Rows.Value<int>(cursor, "Int32"));
        Assert.Equal(4, Rows.Value<int>(cursor, "Int32"));
        Assert.Equal("string 1", Rows.Value<ReadOnlyMemory<char>>(cursor, "String").ToString());
    }

    [Fact]
    public void Nothing_follows_disposal()
    {
        var cursor = _data.GetRowCursor(_data.Schema);
        Assert.True(cursor.MoveNext());
        cursor.Dispose();

        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
        cursor.Dispose();
    }

    [Fact]
    public void A_cursor_set_gives_each_row_once()
    {
        var cursors = _data.GetRowCursorSet([_data.Schema["Int32"]], 4);

        Assert.Equal([0, 4, 8], cursors.SelectMany(cursor => Rows.Read<int>(cursor, "Int32")).Order());
    }

    [Fact]
    public void A_vector_is_written_into_the_memory_that_is_handed_in()
    {
        using var cursor = _data.GetRowCursor(_data.Schema);
        var getter = cursor.GetGetter<VBuffer<float>>(_data.Schema["Matrix"]);
        float[] memory = new float[4];
        var value = new VBuffer<float>(4, memory);
        Assert.True(cursor.MoveNext());
        getter(ref value);
        Assert.True(cursor.MoveNext());
        getter(ref value);

        Assert.Equal([1f, 1f, 2f, 3f], memory);
    }
}
