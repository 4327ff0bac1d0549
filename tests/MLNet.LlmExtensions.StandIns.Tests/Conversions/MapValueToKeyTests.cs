using Ordinality = Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality;

namespace MLNet.LlmExtensions.StandIns.Tests.Conversions;

public sealed class MapValueToKeyTests
{
    private static readonly MLContext ML = new(1);

    private static readonly Values[] Data =
    [
        new() { Text = "b", Int = 7, Single = 2.5f, Truth = true, Double = 1.5, Texts = ["p", "q"] },
        new() { Text = "a", Int = -1, Single = float.NaN, Truth = false, Double = double.NaN, Texts = ["p", ""] },
        new() { Text = null, Int = 0, Single = 0, Truth = true, Double = -3, Texts = [null, "z"] },
        new() { Text = "c", Int = 7, Single = -1, Truth = false, Double = 1.5, Texts = ["q", "z"] },
        new() { Text = "b ", Int = 7, Single = -1, Truth = false, Double = 1.5, Texts = ["q", "z"] },
    ];

    [Fact]
    public void Values_are_numbered_as_they_occur()
    {
        Assert.Equal([1u, 2, 0, 3, 4], Keys("Text"));
        Assert.Equal([1u, 2, 3, 1, 1], Keys("Int"));
        Assert.Equal([1u, 0, 2, 3, 3], Keys("Single"));
        Assert.Equal([1u, 0, 2, 1, 1], Keys("Double"));
        Assert.Equal([1u, 2, 1, 2, 2], Keys("Truth"));
    }

    [Fact]
    public void Values_can_be_numbered_as_they_are_sorted()
    {
        Assert.Equal([2u, 1, 0, 4, 3], Keys("Text", Ordinality.ByValue));
        Assert.Equal([3u, 1, 2, 3, 3], Keys("Int", Ordinality.ByValue));
        Assert.Equal([3u, 0, 2, 1, 1], Keys("Single", Ordinality.ByValue));
        Assert.Equal([2u, 1, 2, 1, 1], Keys("Truth", Ordinality.ByValue));
    }

    [Fact]
    public void Text_is_sorted_by_character_codes()
    {
        IDataView data = ML.Data.LoadFromEnumerable(((string[])["b", "B", "a", "é", "Z", "_"]).Select(text => new Values { Text = text }));

        IDataView mapped = ML.Transforms.Conversion.MapValueToKey("Key", "Text", keyOrdinality: Ordinality.ByValue).Fit(data).Transform(data);

        Assert.Equal(["B", "Z", "_", "a", "b", "é"], KeyTexts(mapped));
    }

    [Fact]
    public void The_key_type_knows_its_count_and_its_values()
    {
        IDataView mapped = Map("Text");

        Assert.Equal(new KeyDataViewType(typeof(uint), 4), mapped.Schema["Key"].Type);
        Assert.Equal(["b", "a", "c", "b "], KeyTexts(mapped));
        Assert.Equal([7, -1, 0], KeyValues<int>(Map("Int")));
        Assert.Equal([2.5f, 0, -1], KeyValues<float>(Map("Single")));
        Assert.Equal([true, false], KeyValues<bool>(Map("Truth")));
    }

    [Fact]
    public void The_values_can_be_kept_as_text()
    {
        Assert.Equal(["7", "-1", "0"], KeyTexts(Map("Int", asText: true)));
        Assert.Equal(["2.5", "0", "-1"], KeyTexts(Map("Single", asText: true)));
        Assert.Equal(["1", "0"], KeyTexts(Map("Truth", asText: true)));
    }

    [Fact]
    public void Vectors_are_mapped_item_by_item()
    {
        IDataView mapped = Map("Texts");

        Assert.Equal(new VectorDataViewType(new KeyDataViewType(typeof(uint), 3), 2), mapped.Schema["Key"].Type);
        Assert.Equal(
            [[1u, 2], [1, 0], [0, 3], [2, 3], [2, 3]],
            Rows.Read<VBuffer<uint>>(mapped, "Key").Select(vector => vector.DenseValues().ToArray()));
    }

    [Fact]
    public void More_values_than_the_maximum_are_missing()
    {
        IDataView data = ML.Data.LoadFromEnumerable(Data);
        IDataView mapped = ML.Transforms.Conversion.MapValueToKey("Key", "Text", maximumNumberOfKeys: 2).Fit(data).Transform(data);

        Assert.Equal([1u, 2, 0, 0, 0], Rows.Read<uint>(mapped, "Key"));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => ML.Transforms.Conversion.MapValueToKey("Key", "Text", maximumNumberOfKeys: 0).Fit(data));
    }

    [Fact]
    public void The_values_can_be_given()
    {
        IDataView data = ML.Data.LoadFromEnumerable(Data);
        IDataView keys = ML.Data.LoadFromEnumerable(((string[])["c", "unseen", "b"]).Select(text => new OneText { Text = text }));

        IDataView mapped = ML.Transforms.Conversion.MapValueToKey("Key", "Text", keyData: keys).Fit(data).Transform(data);

        Assert.Equal([3u, 0, 0, 1, 0], Rows.Read<uint>(mapped, "Key"));
        Assert.Equal(["c", "unseen", "b"], KeyTexts(mapped));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => ML.Transforms.Conversion.MapValueToKey("Key", "Int", keyData: keys).Fit(data));
        Assert.Throws<ArgumentOutOfRangeException>(() => ML.Transforms.Conversion.MapValueToKey("Key", "Text", keyData: data));
    }

    [Fact]
    public void Without_values_everything_is_missing()
    {
        IDataView data = ML.Data.LoadFromEnumerable(Data);
        IDataView mapped = ML.Transforms.Conversion.MapValueToKey("Key", "Text").Fit(ML.Data.LoadFromEnumerable(Data[..0])).Transform(data);

        Assert.Equal([0u, 0, 0, 0, 0], Rows.Read<uint>(mapped, "Key"));
        Assert.False(mapped.Schema["Key"].HasKeyValues());
    }

    [Fact]
    public void Keys_of_keys_stand_for_the_first_values()
    {
        IDataView data = ML.Data.LoadFromEnumerable(Data);
        IDataView mapped = ML.Transforms.Conversion.MapValueToKey("First", "Text")
            .Append(ML.Transforms.Conversion.MapValueToKey("Key", "First", keyOrdinality: Ordinality.ByOccurrence))
            .Fit(data).Transform(data);

        Assert.Equal(["b", "a", "c", "b "], KeyTexts(mapped));
    }

    [Fact]
    public void Keys_turn_back_into_values()
    {
        Assert.Equal(["b", "a", "", "c", "b "], Back<ReadOnlyMemory<char>>("Text").Select(text => text.ToString()));
        Assert.Equal([7, -1, 0, 7, 7], Back<int>("Int"));
        Assert.Equal([2.5f, float.NaN, 0, -1, -1], Back<float>("Single"));
        Assert.Equal([true, false, true, false, false], Back<bool>("Truth"));
    }

    [Fact]
    public void Keys_in_vectors_turn_back_into_values()
    {
        IDataView data = ML.Data.LoadFromEnumerable(Data);
        IDataView back = ML.Transforms.Conversion.MapValueToKey("Texts").Append(ML.Transforms.Conversion.MapKeyToValue("Texts"))
            .Fit(data).Transform(data);

        Assert.Equal(
            [["p", "q"], ["p", ""], ["", "z"], ["q", "z"], ["q", "z"]],
            Rows.Read<VBuffer<ReadOnlyMemory<char>>>(back, "Texts").Select(v => v.DenseValues().Select(text => text.ToString()).ToArray()));
    }

    [Fact]
    public void Several_columns_are_mapped_at_once()
    {
        IDataView data = ML.Data.LoadFromEnumerable(Data);
        IDataView mapped = ML.Transforms.Conversion
            .MapValueToKey([new InputOutputColumnPair("TextKey", "Text"), new InputOutputColumnPair("Int")])
            .Append(ML.Transforms.Conversion.MapKeyToValue([new InputOutputColumnPair("TextBack", "TextKey")]))
            .Fit(data).Transform(data);

        Assert.Equal([1u, 2, 0, 3, 4], Rows.Read<uint>(mapped, "TextKey"));
        Assert.Equal([1u, 2, 3, 1, 1], Rows.Read<uint>(mapped, "Int"));
        Assert.Equal("c", Rows.Read<ReadOnlyMemory<char>>(mapped, "TextBack")[3].ToString());
    }

    [Fact]
    public void Columns_that_do_not_fit_are_refused()
    {
        IDataView data = ML.Data.LoadFromEnumerable(Data);

        Assert.Throws<ArgumentOutOfRangeException>(() => ML.Transforms.Conversion.MapValueToKey("Key", "None").Fit(data));
        Assert.Throws<ArgumentOutOfRangeException>(() => ML.Transforms.Conversion.MapKeyToValue("Key", "None").Fit(data));
        Assert.Throws<InvalidOperationException>(() => ML.Transforms.Conversion.MapKeyToValue("Text").Fit(data));
    }

    [Fact]
    public void Saved_mappings_map_the_same()
    {
        IDataView data = ML.Data.LoadFromEnumerable(Data);
        string[] columns = ["Text", "Int", "Single", "Truth", "Texts"];
        InputOutputColumnPair[] pairs = [.. columns.Select(column => new InputOutputColumnPair($"{column}Key", column))];
        ITransformer model = ML.Transforms.Conversion.MapValueToKey(pairs, addKeyValueAnnotationsAsText: false)
            .Append(ML.Transforms.Conversion.MapKeyToValue("Back", "SingleKey")).Fit(data);

        using var stream = new MemoryStream();
        ML.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        IDataView before = model.Transform(data);
        IDataView after = new MLContext().Model.Load(stream, out _).Transform(data);

        Assert.Equal(before.Schema.Select(column => column.Type), after.Schema.Select(column => column.Type));
        foreach (string column in columns[..4])
            Assert.Equal(Rows.Read<uint>(before, $"{column}Key"), Rows.Read<uint>(after, $"{column}Key"));
        Assert.Equal(Rows.Read<float>(before, "Back"), Rows.Read<float>(after, "Back"));
    }

    private static IDataView Map(string column, Ordinality ordinality = Ordinality.ByOccurrence, bool asText = false)
    {
        IDataView data = ML.Data.LoadFromEnumerable(Data);
        return ML.Transforms.Conversion.MapValueToKey("Key", column, keyOrdinality: ordinality, addKeyValueAnnotationsAsText: asText)
            .Fit(data).Transform(data);
    }

    private static List<uint> Keys(string column, Ordinality ordinality = Ordinality.ByOccurrence) => Rows.Read<uint>(Map(column, ordinality), "Key");

    private static List<T> Back<T>(string column)
    {
        IDataView mapped = Map(column);
        return Rows.Read<T>(ML.Transforms.Conversion.MapKeyToValue("Back", "Key").Fit(mapped).Transform(mapped), "Back");
    }

    private static IEnumerable<T> KeyValues<T>(IDataView data)
    {
        VBuffer<T> values = default;
        data.Schema["Key"].GetKeyValues(ref values);
        return values.DenseValues();
    }

    private static IEnumerable<string> KeyTexts(IDataView data) => KeyValues<ReadOnlyMemory<char>>(data).Select(text => text.ToString());

    private sealed class OneText
    {
        public string Text { get; set; } = "";
    }

    private sealed class Values
    {
        public string? Text { get; set; }

        public int Int { get; set; }

        public float Single { get; set; }

        public bool Truth { get; set; }

        public double Double { get; set; }

        [VectorType(2)]
        public string?[] Texts { get; set; } = ["", ""];
    }
}
