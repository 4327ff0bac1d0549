namespace MLNet.LlmExtensions.StandIns.Tests.DataView;

public class DataViewSchemaTests
{
    [Fact]
    public void The_last_of_several_columns_with_one_name_hides_the_others()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("A", NumberDataViewType.Single);
        builder.AddColumn("B", TextDataViewType.Instance);
        builder.AddColumn("A", BooleanDataViewType.Instance);
        var schema = builder.ToSchema();

        Assert.Equal(3, schema.Count);
        Assert.Equal([true, false, false], schema.Select(column => column.IsHidden));
        Assert.Equal(2, schema["A"].Index);
        Assert.Equal(BooleanDataViewType.Instance, schema["A"].Type);
        Assert.Equal(NumberDataViewType.Single, schema[0].Type);
    }

    [Fact]
    public void A_missing_column_is_an_error_or_null()
    {
        var schema = new DataViewSchema.Builder().ToSchema();

        Assert.Throws<ArgumentOutOfRangeException>(() => schema["A"]);
        Assert.Throws<ArgumentOutOfRangeException>(() => schema[0]);
        Assert.Throws<ArgumentNullException>(() => schema[""]);
        Assert.Null(schema.GetColumnOrNull("A"));
        Assert.Throws<ArgumentNullException>(() => schema.GetColumnOrNull(null));
    }

    [Fact]
    public void Names_and_types_of_columns_are_required()
    {
        var builder = new DataViewSchema.Builder();

        Assert.Throws<ArgumentNullException>(() => builder.AddColumn("", NumberDataViewType.Single));
        Assert.Throws<ArgumentNullException>(() => builder.AddColumn("A", null));
        Assert.Throws<ArgumentNullException>(() => new DataViewSchema.DetachedColumn(null, NumberDataViewType.Single));
    }

    [Fact]
    public void Columns_are_copied_with_their_annotations()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("Note", NumberDataViewType.Int32, 7);
        var first = new DataViewSchema.Builder();
        first.AddColumn("A", NumberDataViewType.Single, annotations.ToAnnotations());
        var second = new DataViewSchema.Builder();
        second.AddColumns(first.ToSchema());
        second.AddColumns([new DataViewSchema.DetachedColumn(first.ToSchema()[0])]);

        foreach (var column in second.ToSchema())
        {
            int value = 0;
            column.Annotations.GetValue("Note", ref value);
            Assert.Equal(7, value);
        }
    }

    [Fact]
    public void Annotations_have_kinds_types_and_getters()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add<VBuffer<ReadOnlyMemory<char>>>(
            "Names",
            new VectorDataViewType(TextDataViewType.Instance, 2),
            (ref value) => value = new VBuffer<ReadOnlyMemory<char>>(2, ["a".AsMemory(), "b".AsMemory()]));
        builder.AddPrimitiveValue("Flag", BooleanDataViewType.Instance, true);
        var annotations = builder.ToAnnotations();

        Assert.Equal(["Names", "Flag"], annotations.Schema.Select(column => column.Name));
        bool flag = false;
        annotations.GetGetter<bool>(annotations.Schema["Flag"])(ref flag);
        Assert.True(flag);
        int wrong = 0;
        Assert.Throws<InvalidOperationException>(() => annotations.GetValue("Flag", ref wrong));
        Assert.Throws<InvalidOperationException>(() => annotations.GetValue("Missing", ref wrong));
    }

    [Fact]
    public void Annotations_are_copied_by_kind()
    {
        var source = new DataViewSchema.Annotations.Builder();
        source.AddPrimitiveValue("A", NumberDataViewType.Int32, 1);
        source.AddPrimitiveValue("B", NumberDataViewType.Int32, 2);
        var copy = new DataViewSchema.Annotations.Builder();
        copy.Add(source.ToAnnotations(), kind => kind == "B");
        copy.Add(null, kind => true);

        Assert.Equal("B", Assert.Single(copy.ToAnnotations().Schema).Name);
    }

    [Fact]
    public void The_getter_of_an_annotation_must_fit_its_type()
    {
        var builder = new DataViewSchema.Annotations.Builder();

        Assert.Throws<ArgumentException>(() => builder.AddPrimitiveValue("A", NumberDataViewType.Int32, 1f));
        Assert.ThrowsAny<Exception>(() => builder.Add("A", NumberDataViewType.Int32, new Func<int>(() => 1)));
        Assert.Throws<ArgumentException>(() => builder.Add("A", NumberDataViewType.Int32, (ref float value) => value = 1));
    }

    [Fact]
    public void Slot_names_and_key_values_must_have_the_size_of_the_column()
    {
        var builder = new DataViewSchema.Builder();
        var names = new DataViewSchema.Annotations.Builder();
        names.Add<VBuffer<ReadOnlyMemory<char>>>(
            "SlotNames",
            new VectorDataViewType(TextDataViewType.Instance, 2),
            (ref value) => value = new VBuffer<ReadOnlyMemory<char>>(2, ["a".AsMemory(), "b".AsMemory()]));
        builder.AddColumn("Two", new VectorDataViewType(NumberDataViewType.Single, 2), names.ToAnnotations());
        builder.AddColumn("Three", new VectorDataViewType(NumberDataViewType.Single, 3), names.ToAnnotations());
        var values = new DataViewSchema.Annotations.Builder();
        values.Add<VBuffer<ReadOnlyMemory<char>>>(
            "KeyValues",
            new VectorDataViewType(TextDataViewType.Instance, 2),
            (ref value) => value = new VBuffer<ReadOnlyMemory<char>>(2, ["x".AsMemory(), "y".AsMemory()]));
        builder.AddColumn("Key", new KeyDataViewType(typeof(uint), 2), values.ToAnnotations());
        var schema = builder.ToSchema();

        Assert.True(schema["Two"].HasSlotNames());
        Assert.False(schema["Three"].HasSlotNames());
        Assert.False(schema["Key"].HasSlotNames());
        Assert.True(schema["Key"].HasKeyValues());
        Assert.False(schema["Key"].HasKeyValues(NumberDataViewType.Single));
        Assert.False(schema["Two"].HasKeyValues());
        Assert.False(schema["Two"].IsNormalized());
        VBuffer<ReadOnlyMemory<char>> read = default;
        schema["Key"].GetKeyValues(ref read);
        Assert.Equal(["x", "y"], read.DenseValues().Select(item => item.ToString()));
        schema["Two"].GetSlotNames(ref read);
        Assert.Equal(["a", "b"], read.DenseValues().Select(item => item.ToString()));
    }

    [Fact]
    public void Columns_describe_themselves()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("A", new VectorDataViewType(NumberDataViewType.Single, 3));

        Assert.Equal("A: Vector<Single, 3>", builder.ToSchema()[0].ToString());
        Assert.Equal("1 columns", builder.ToSchema().ToString());
    }
}
