namespace MLNet.LlmExtensions.StandIns.Tests.TextFiles;

public sealed class LoadFromTextFileTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Fields_become_columns_of_the_types_of_the_members()
    {
        Write("1\tabc\t2.5\ttrue\t4\t5", "-2\tdef\tnot a number\t0\t6\t7");
        var data = _ml.Data.LoadFromTextFile<Row>(_path);
        var rows = _ml.Data.CreateEnumerable<Row>(data, reuseRowObject: false).ToArray();

        Assert.Equal([1, -2], rows.Select(row => row.Number));
        Assert.Equal(["abc", "def"], rows.Select(row => row.Text));
        Assert.Equal([2.5f, float.NaN], rows.Select(row => row.Real));
        Assert.Equal([true, false], rows.Select(row => row.Flag));
        Assert.Equal([[4f, 5f], [6f, 7f]], rows.Select(row => row.Vector!));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 2), data.Schema["Vector"].Type);
        Assert.Null(data.GetRowCount());
        Assert.False(data.CanShuffle);
    }

    [Fact]
    public void Missing_and_empty_fields_are_defaults()
    {
        Write("1", "\t\t\t\t\t", "");
        var rows = _ml.Data.CreateEnumerable<Row>(_ml.Data.LoadFromTextFile<Row>(_path), reuseRowObject: false).ToArray();

        Assert.Equal(2, rows.Length);
        Assert.Equal(1, rows[0].Number);
        Assert.All(rows, row => Assert.Equal("", row.Text));
        Assert.All(rows, row => Assert.Equal([0f, 0f], row.Vector!));
        Assert.Equal(0, rows[1].Number);
        Assert.Equal(0f, rows[1].Real);
        Assert.False(rows[1].Flag);
    }

    [Fact]
    public void A_header_is_skipped()
    {
        Write("N,T,R,F,first,second", "1,abc,2,1,4,5");
        var data = _ml.Data.LoadFromTextFile<Row>(_path, separatorChar: ',', hasHeader: true);

        Assert.Equal(["abc"], data.GetColumn<string>("Text"));
        Assert.False(data.Schema["Vector"].HasSlotNames());
    }

    [Fact]
    public void Quotes_are_text_unless_allowed()
    {
        Write("""1,"a, ""b"" c",2""");

        Assert.Equal(["\"a"], _ml.Data.LoadFromTextFile<Row>(_path, ',').GetColumn<string>("Text"));
        var quoted = _ml.Data.LoadFromTextFile<Row>(_path, ',', allowQuoting: true);
        Assert.Equal(["a, \"b\" c"], quoted.GetColumn<string>("Text"));
        Assert.Equal([2f], quoted.GetColumn<float>("Real"));
    }

    [Fact]
    public void White_space_at_the_end_of_lines_is_trimmed_when_asked_for()
    {
        Write("1, abc  ");

        Assert.Equal(["abc  "], _ml.Data.LoadFromTextFile<Row>(_path, ',').GetColumn<string>("Text"));
        Assert.Equal(["abc"], _ml.Data.LoadFromTextFile<Row>(_path, ',', trimWhitespace: true).GetColumn<string>("Text"));
    }

    [Fact]
    public void Names_and_keys_are_given_by_attributes()
    {
        Write("0", "2", "9", "");
        var data = _ml.Data.LoadFromTextFile<Keyed>(_path);

        Assert.Equal(new KeyDataViewType(typeof(uint), 3), data.Schema["Label"].Type);
        Assert.Equal([1u, 3u, 0u], Rows.Read<uint>(data, "Label"));
    }

    [Fact]
    public void Files_and_attributes_must_be_there()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromTextFile<Row>(_path));
        Write("1");
        Assert.Throws<InvalidOperationException>(() => _ml.Data.LoadFromTextFile<NoAttribute>(_path));
    }

    private void Write(params string[] lines) => File.WriteAllLines(_path, lines);

    private sealed class Row
    {
        [LoadColumn(0)]
        public int Number { get; set; }

        [LoadColumn(1)]
        public string? Text { get; set; }

        [LoadColumn(2)]
        public float Real { get; set; }

        [LoadColumn(3)]
        public bool Flag { get; set; }

        [LoadColumn(4, 5)]
        [VectorType(2)]
        public float[]? Vector { get; set; }
    }

    private sealed class Keyed
    {
        [LoadColumn(0)]
        [ColumnName("Label")]
        [KeyType(3)]
        public uint Value { get; set; }
    }

    private sealed class NoAttribute
    {
        public int Number { get; set; }
    }
}
