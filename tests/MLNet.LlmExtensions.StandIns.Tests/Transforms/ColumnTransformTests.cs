namespace MLNet.LlmExtensions.StandIns.Tests.Transforms;

public class ColumnTransformTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _data;

    public ColumnTransformTests() => _data = _ml.Data.LoadFromEnumerable(new Row[]
    {
        new() { A = 1, B = 2, Pair = [3, 4], Any = [5], Text = "x" },
        new() { A = 10, B = 20, Pair = [30, 40], Any = [], Text = "y" },
    });

    [Fact]
    public void Copies_have_the_type_values_and_annotations()
    {
        var transformed = _ml.Transforms.CopyColumns("Copy", "Pair").Fit(_data).Transform(_data);

        Assert.Equal(_data.Schema["Pair"].Type, transformed.Schema["Copy"].Type);
        Assert.Equal([[3f, 4f], [30f, 40f]], transformed.GetColumn<float[]>("Copy"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.CopyColumns("Copy", "Missing").Fit(_data));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.CopyColumns("", "A"));
    }

    [Fact]
    public void A_copy_with_an_old_name_hides_the_old_column()
    {
        var transformed = _ml.Transforms.CopyColumns("A", "B").Fit(_data).Transform(_data);

        Assert.Equal(_data.Schema.Count + 1, transformed.Schema.Count);
        Assert.True(transformed.Schema[_data.Schema["A"].Index].IsHidden);
        Assert.Equal([2f, 20f], transformed.GetColumn<float>("A"));
    }

    [Fact]
    public void Columns_are_joined_into_a_vector_with_names()
    {
        var transformed = _ml.Transforms.Concatenate("Features", "A", "Pair", "B").Fit(_data).Transform(_data);
        var column = transformed.Schema["Features"];

        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 4), column.Type);
        Assert.Equal([[1f, 3f, 4f, 2f], [10f, 30f, 40f, 20f]], transformed.GetColumn<float[]>("Features"));
        Assert.True(column.HasSlotNames());
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        Assert.Equal(["A", "", "", "B"], names.DenseValues().Select(name => name.ToString()));
        Assert.False(column.IsNormalized());
    }

    [Fact]
    public void Slot_names_of_vectors_are_prefixed()
    {
        var transformed = _ml.Transforms.Concatenate("AB", "A", "B").Append(_ml.Transforms.Concatenate("All", "AB", "A"))
            .Fit(_data).Transform(_data);
        VBuffer<ReadOnlyMemory<char>> names = default;
        transformed.Schema["All"].GetSlotNames(ref names);

        Assert.Equal(["AB.A", "AB.B", "A"], names.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void Vectors_of_unknown_size_are_joined_as_well()
    {
        var transformed = _ml.Transforms.Concatenate("Features", "A", "Any").Fit(_data).Transform(_data);

        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single), transformed.Schema["Features"].Type);
        Assert.Equal([[1f, 5f], [10f]], transformed.GetColumn<float[]>("Features"));
    }

    [Fact]
    public void A_single_vector_is_copied()
    {
        var transformed = _ml.Transforms.Concatenate("Features", "Pair").Fit(_data).Transform(_data);

        Assert.Equal(_data.Schema["Pair"].Type, transformed.Schema["Features"].Type);
        Assert.False(transformed.Schema["Features"].HasSlotNames());
    }

    [Fact]
    public void Sparse_vectors_stay_sparse_when_joined()
    {
        var data = _ml.Data.LoadFromEnumerable([new SparseRow { First = new(8, 1, [1], [6]), Second = new(8, 2, [2, 3], [0, 7]) }]);
        var transformed = _ml.Transforms.Concatenate("Features", "First", "Second").Fit(data).Transform(data);
        var vector = Assert.Single(Rows.Read<VBuffer<float>>(transformed, "Features"));

        Assert.False(vector.IsDense);
        Assert.Equal([new(6, 1f), new(8, 2f), new(15, 3f)], vector.Items());
    }

    [Fact]
    public void Only_columns_of_one_type_can_be_joined()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.Concatenate("F", "A", "Text").Fit(_data).Transform(_data));
        Assert.Throws<InvalidOperationException>(() =>
            _ml.Transforms.CopyColumns("C", "A").Append(_ml.Transforms.Concatenate("F", "A", "Text")).Fit(_data));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.Concatenate("F"));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            _ml.Transforms.CopyColumns("C", "A").Append(_ml.Transforms.Concatenate("F", "Missing")).Fit(_data));
    }

    [Fact]
    public void Columns_are_dropped_and_selected()
    {
        var dropped = _ml.Transforms.DropColumns("A", "Text").Fit(_data).Transform(_data);
        Assert.Equal(_data.Schema.Select(column => column.Name).Except(["A", "Text"]), dropped.Schema.Select(column => column.Name));
        Assert.Equal([2f, 20f], dropped.GetColumn<float>("B"));

        var selected = _ml.Transforms.SelectColumns("B", "A").Fit(_data).Transform(_data);
        Assert.Equal(["B", "A"], selected.Schema.Select(column => column.Name));
        Assert.Equal([1f, 10f], selected.GetColumn<float>("A"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.DropColumns("Missing").Fit(_data));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.SelectColumns("Missing").Fit(_data));
        Assert.Throws<InvalidOperationException>(() => _ml.Transforms.DropColumns());
    }

    [Fact]
    public void Hidden_columns_are_selected_when_asked_for_and_dropped_with_the_others()
    {
        var hiding = _ml.Transforms.CopyColumns("A", "B").Fit(_data).Transform(_data);

        Assert.Single(_ml.Transforms.SelectColumns("A").Fit(hiding).Transform(hiding).Schema);
        Assert.Equal(2, _ml.Transforms.SelectColumns(["A"], keepHidden: true).Fit(hiding).Transform(hiding).Schema.Count);
        Assert.DoesNotContain(_ml.Transforms.DropColumns("A").Fit(hiding).Transform(hiding).Schema, column => column.Name == "A");
    }

    private sealed class Row
    {
        public float A { get; set; }

        public float B { get; set; }

        [VectorType(2)]
        public float[]? Pair { get; set; }

        public float[]? Any { get; set; }

        public string? Text { get; set; }
    }

    private sealed class SparseRow
    {
        [VectorType(8)]
        public VBuffer<float> First { get; set; }

        [VectorType(8)]
        public VBuffer<float> Second { get; set; }
    }
}
