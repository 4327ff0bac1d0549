using Microsoft.ML.Transforms;

namespace MLNet.LlmExtensions.StandIns.Tests.Conversions;

public sealed class MapValueTests
{
    private static readonly MLContext ML = new(1);

    private static readonly IDataView Data = ML.Data.LoadFromEnumerable(
    [
        new Source { Text = "b", Truth = true, Texts = ["p", "q"] },
        new Source { Text = "a", Texts = ["q", "x"] },
        new Source { Text = "other", Truth = true, Texts = ["", "p"] },
    ]);

    [Fact]
    public void Values_are_looked_up()
    {
        Assert.Equal([2f, 1, 0], Rows.Read<float>(Map("Text", new Dictionary<string, float> { ["a"] = 1, ["b"] = 2 }), "Found"));
        Assert.Equal([false, true, false], Rows.Read<bool>(Map("Text", new Dictionary<string, bool> { ["a"] = true }), "Found"));
        Assert.Equal(["yes", "", "yes"],
            Rows.Read<ReadOnlyMemory<char>>(Map("Truth", new Dictionary<bool, string> { [true] = "yes" }), "Found").Select(text => text.ToString()));
    }

    [Fact]
    public void Keys_can_be_looked_up()
    {
        IDataView mapped = ML.Transforms.Conversion.MapValueToKey("Key", "Text")
            .Append(ML.Transforms.Conversion.MapValue("Found", new Dictionary<uint, string> { [1] = "first", [2] = "second" }, "Key"))
            .Fit(Data).Transform(Data);

        Assert.Equal(["first", "second", ""], Rows.Read<ReadOnlyMemory<char>>(mapped, "Found").Select(text => text.ToString()));
    }

    [Fact]
    public void Vectors_are_looked_up_item_by_item()
    {
        IDataView mapped = Map("Texts", new Dictionary<string, int> { ["p"] = 1, ["q"] = 2 });

        Assert.Equal(new VectorDataViewType(NumberDataViewType.Int32), mapped.Schema["Found"].Type);
        Assert.Equal([[1, 2], [2, 0], [0, 1]], Rows.Read<VBuffer<int>>(mapped, "Found").Select(vector => vector.DenseValues().ToArray()));
    }

    [Fact]
    public void Vectors_can_be_found()
    {
        IDataView same = ML.Transforms.Conversion
            .MapValue("Found", new Dictionary<string, float[]> { ["a"] = [1, 2], ["b"] = [3, 4] }, "Text").Fit(Data).Transform(Data);
        IDataView different = ML.Transforms.Conversion
            .MapValue("Found", new Dictionary<string, int[]> { ["a"] = [1, 2], ["b"] = [3] }, "Text").Fit(Data).Transform(Data);

        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 2), same.Schema["Found"].Type);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Int32), different.Schema["Found"].Type);
        Assert.Equal([[3f, 4], [1, 2], []], ReadVectors<float>(same));
        Assert.Equal([[3], [1, 2], []], ReadVectors<int>(different));
    }

    [Fact]
    public void Found_values_can_be_keys()
    {
        IDataView mapped = ML.Transforms.Conversion
            .MapValue("Found", new Dictionary<string, string> { ["a"] = "x", ["b"] = "y", ["c"] = "x" }, "Text", treatValuesAsKeyType: true)
            .Fit(Data).Transform(Data);

        Assert.Equal(new KeyDataViewType(typeof(uint), 2), mapped.Schema["Found"].Type);
        Assert.Equal([2u, 1, 0], Rows.Read<uint>(mapped, "Found"));
        VBuffer<ReadOnlyMemory<char>> names = default;
        mapped.Schema["Found"].GetKeyValues(ref names);
        Assert.Equal(["x", "y"], names.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void Columns_of_a_view_can_be_the_table()
    {
        IDataView table = ML.Data.LoadFromEnumerable([new Row { Key = "a", Vector = [1, 2] }, new Row { Key = "b", Vector = [3, 4] }]);
        IDataView mapped = ML.Transforms.Conversion.MapValue("Found", table, table.Schema["Key"], table.Schema["Vector"], "Text")
            .Fit(Data).Transform(Data);

        Assert.Equal([[3f, 4], [1, 2], []], ReadVectors<float>(mapped));
    }

    [Fact]
    public void What_was_found_before_does_not_change()
    {
        IDataView mapped = ML.Transforms.Conversion
            .MapValue("Found", new Dictionary<string, float[]> { ["a"] = [1, 2], ["b"] = [3, 4] }, "Text").Fit(Data).Transform(Data);
        using (DataViewRowCursor cursor = mapped.GetRowCursor(mapped.Schema))
        {
            var getter = cursor.GetGetter<VBuffer<float>>(mapped.Schema["Found"]);
            VBuffer<float> vector = default;
            cursor.MoveNext();
            getter(ref vector);
            VBufferEditor.CreateFromBuffer(ref vector).Values.Fill(100);
        }

        Assert.Equal([[3f, 4], [1, 2], []], ReadVectors<float>(mapped));
    }

    [Fact]
    public void Tables_and_columns_that_do_not_fit_are_refused()
    {
        KeyValuePair<string, int>[] twice = [new("a", 1), new("a", 2)];
        Assert.Throws<InvalidOperationException>(() => Rows.Read<int>(Map("Text", twice), "Found"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Map("None", new Dictionary<string, int> { ["a"] = 1 }));
        Assert.Throws<InvalidOperationException>(() => Rows.Read<int>(Map("Truth", new Dictionary<string, int> { ["a"] = 1 }), "Found"));
    }

    [Fact]
    public void Saved_tables_find_the_same()
    {
        ITransformer model = ML.Transforms.Conversion.MapValue("Number", new Dictionary<string, float> { ["a"] = 1 }, "Text")
            .Append(ML.Transforms.Conversion.MapValue("Name", new Dictionary<bool, string> { [true] = "yes" }, "Truth"))
            .Append(ML.Transforms.Conversion.MapValue("Found", new Dictionary<string, float[]> { ["b"] = [3, 4] }, "Text"))
            .Append(ML.Transforms.Conversion.MapValue("Key", new Dictionary<string, string> { ["b"] = "x" }, "Text", true))
            .Fit(Data);

        using var stream = new MemoryStream();
        ML.Model.Save(model, Data.Schema, stream);
        stream.Position = 0;
        IDataView loaded = new MLContext().Model.Load(stream, out _).Transform(Data);

        Assert.Equal([0f, 1, 0], Rows.Read<float>(loaded, "Number"));
        Assert.Equal(["yes", "", "yes"], Rows.Read<ReadOnlyMemory<char>>(loaded, "Name").Select(text => text.ToString()));
        Assert.Equal([[3f, 4], [], []], ReadVectors<float>(loaded));
        Assert.Equal([1u, 0, 0], Rows.Read<uint>(loaded, "Key"));
        Assert.True(loaded.Schema["Key"].HasKeyValues());
    }

    private static IEnumerable<T[]> ReadVectors<T>(IDataView data) =>
        Rows.Read<VBuffer<T>>(data, "Found").Select(vector => vector.DenseValues().ToArray());

    private static IDataView Map<TKey, TValue>(string column, IEnumerable<KeyValuePair<TKey, TValue>> pairs)
    {
        ValueMappingEstimator<TKey, TValue> estimator = ML.Transforms.Conversion.MapValue("Found", pairs, column);
        return estimator.Fit(Data).Transform(Data);
    }

    private sealed class Row
    {
        public string Key { get; set; } = "";

        [VectorType(2)]
        public float[] Vector { get; set; } = [];
    }

    private sealed class Source
    {
        public string Text { get; set; } = "";

        public bool Truth { get; set; }

        [VectorType(2)]
        public string[] Texts { get; set; } = ["", ""];
    }
}
