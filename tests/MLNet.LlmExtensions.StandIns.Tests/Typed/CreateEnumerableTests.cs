namespace MLNet.LlmExtensions.StandIns.Tests.Typed;

public class CreateEnumerableTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _data;

    public CreateEnumerableTests() =>
        _data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(i => new Source { Number = i, Vector = [i, i + 1], Text = $"t{i}" }));

    [Fact]
    public void One_object_is_used_again_when_asked_for()
    {
        var rows = _ml.Data.CreateEnumerable<Source>(_data, reuseRowObject: true).ToArray();
        Assert.All(rows, row => Assert.Same(rows[0], row));

        rows = [.. _ml.Data.CreateEnumerable<Source>(_data, reuseRowObject: false)];
        Assert.Equal([0, 1, 2], rows.Select(row => row.Number));
        Assert.NotSame(rows[0].Vector, rows[1].Vector);
    }

    [Fact]
    public void Members_without_a_column_are_errors_or_ignored()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.CreateEnumerable<WithMore>(_data, false));
        var rows = _ml.Data.CreateEnumerable<WithMore>(_data, false, ignoreMissingColumns: true).ToArray();
        Assert.Equal([0, 1, 2], rows.Select(row => row.Number));
        Assert.All(rows, row => Assert.Equal(5f, row.More));
    }

    [Fact]
    public void Members_must_have_the_type_of_the_column()
    {
        Assert.Throws<InvalidOperationException>(() => _ml.Data.CreateEnumerable<WrongType>(_data, false));
        Assert.Throws<InvalidOperationException>(() => _ml.Data.CreateEnumerable<NotAVector>(_data, false));
    }

    [Fact]
    public void Vectors_can_be_read_as_arrays_of_any_declared_size() =>
        Assert.Equal([2f, 3f], _ml.Data.CreateEnumerable<OtherSize>(_data, false).Last().Vector!);

    [Fact]
    public void Columns_are_read_as_strings_and_arrays()
    {
        Assert.Equal(["t0", "t1", "t2"], _data.GetColumn<string>("Text"));
        Assert.Equal([[0f, 1f], [1f, 2f], [2f, 3f]], _data.GetColumn<float[]>("Vector"));
        Assert.Equal([0, 1, 2], _data.GetColumn<int>(_data.Schema["Number"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => _data.GetColumn<long>("Number"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _data.GetColumn<float[]>("Number"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _data.GetColumn<int>("Missing"));
    }

    [Fact]
    public void A_preview_has_the_first_rows()
    {
        var preview = _data.Preview(maxRows: 2);

        Assert.Equal(2, preview.RowView.Length);
        Assert.Equal(3, preview.ColumnView.Length);
        Assert.Equal(new object[] { 0, 1 }, preview.ColumnView.Single(column => column.Column.Name == "Number").Values);
        Assert.Contains(preview.RowView[1].Values, pair => pair.Key == "Number" && (int)pair.Value == 1);
    }

    private sealed class Source
    {
        public int Number { get; set; }

        [VectorType(2)]
        public float[]? Vector { get; set; }

        public string? Text { get; set; }
    }

    private sealed class WithMore
    {
        public int Number { get; set; }

        public float More { get; set; } = 5;
    }

    private sealed class WrongType
    {
        public long Number { get; set; }
    }

    private sealed class NotAVector
    {
        public float Vector { get; set; }
    }

    private sealed class OtherSize
    {
        [VectorType(7)]
        public float[]? Vector { get; set; }
    }
}
