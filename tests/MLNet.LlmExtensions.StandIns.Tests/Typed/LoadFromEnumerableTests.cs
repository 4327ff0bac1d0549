namespace MLNet.LlmExtensions.StandIns.Tests.Typed;

public class LoadFromEnumerableTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Members_become_columns_of_their_types()
    {
        var schema = _ml.Data.LoadFromEnumerable<AllTypes>([]).Schema;

        Assert.Equal(NumberDataViewType.SByte, schema["SByte"].Type);
        Assert.Equal(NumberDataViewType.UInt64, schema["UInt64"].Type);
        Assert.Equal(BooleanDataViewType.Instance, schema["Boolean"].Type);
        Assert.Equal(DateTimeDataViewType.Instance, schema["DateTime"].Type);
        Assert.Equal(DateTimeOffsetDataViewType.Instance, schema["DateTimeOffset"].Type);
        Assert.Equal(TimeSpanDataViewType.Instance, schema["TimeSpan"].Type);
        Assert.Equal(RowIdDataViewType.Instance, schema["RowId"].Type);
        Assert.Equal(TextDataViewType.Instance, schema["Text"].Type);
        Assert.Equal(TextDataViewType.Instance, schema["String"].Type);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Double), schema["Vector"].Type);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 2), schema["Pair"].Type);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Int32), schema["Array"].Type);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 2, 2), schema["Matrix"].Type);
        Assert.Equal(new VectorDataViewType(TextDataViewType.Instance), schema["Strings"].Type);
    }

    [Fact]
    public void Fields_come_before_properties() =>
        Assert.Equal(["Field", "Property"], _ml.Data.LoadFromEnumerable<FieldAndProperty>([]).Schema.Select(column => column.Name));

    [Fact]
    public void Values_of_all_types_come_back_as_they_were()
    {
        var rows = Enumerable.Range(0, 4).Select(AllTypes.Create).ToArray();
        var data = _ml.Data.LoadFromEnumerable(rows);
        var read = _ml.Data.CreateEnumerable<AllTypes>(data, reuseRowObject: false).ToArray();

        Assert.Equal(rows.Length, read.Length);
        foreach (var (expected, actual) in rows.Zip(read))
        {
            Assert.Equal(expected.SByte, actual.SByte);
            Assert.Equal(expected.Byte, actual.Byte);
            Assert.Equal(expected.Int16, actual.Int16);
            Assert.Equal(expected.UInt16, actual.UInt16);
            Assert.Equal(expected.Int32, actual.Int32);
            Assert.Equal(expected.UInt32, actual.UInt32);
            Assert.Equal(expected.Int64, actual.Int64);
            Assert.Equal(expected.UInt64, actual.UInt64);
            Assert.Equal(expected.Single, actual.Single);
            Assert.Equal(expected.Double, actual.Double);
            Assert.Equal(expected.Boolean, actual.Boolean);
            Assert.Equal(expected.DateTime, actual.DateTime);
            Assert.Equal(expected.DateTimeOffset, actual.DateTimeOffset);
            Assert.Equal(expected.TimeSpan, actual.TimeSpan);
            Assert.Equal(expected.RowId, actual.RowId);
            Assert.Equal(expected.Text.ToString(), actual.Text.ToString());
            Assert.Equal(expected.String, actual.String);
            Assert.Equal(expected.Vector.DenseValues(), actual.Vector.DenseValues());
            Assert.Equal(expected.Pair.Items(), actual.Pair.Items());
            Assert.Equal(expected.Array, actual.Array ?? []);
            Assert.Equal(expected.Matrix, actual.Matrix);
            Assert.Equal(expected.Strings, actual.Strings ?? []);
        }
    }

    [Fact]
    public void Missing_strings_and_arrays_are_empty()
    {
        var data = _ml.Data.LoadFromEnumerable([new AllTypes { Matrix = [1, 2, 3, 4] }]);

        Assert.True(Assert.Single(Rows.Read<ReadOnlyMemory<char>>(data, "String")).IsEmpty);
        Assert.Equal(0, Assert.Single(Rows.Read<VBuffer<int>>(data, "Array")).Length);
        Assert.Equal(0, Assert.Single(Rows.Read<VBuffer<ReadOnlyMemory<char>>>(data, "Strings")).Length);
    }

    [Fact]
    public void Keys_are_zero_based_in_memory_and_one_based_in_the_data()
    {
        var data = _ml.Data.LoadFromEnumerable(new uint[] { 0, 2, 3, 9 }.Select(value => new Keyed { Key = value, Small = (byte)value }));

        Assert.Equal(new KeyDataViewType(typeof(uint), 3), data.Schema["Key"].Type);
        Assert.Equal([1u, 3u, 0u, 0u], Rows.Read<uint>(data, "Key"));
        Assert.Equal<byte>([1, 3, 0, 0], Rows.Read<byte>(data, "Small"));
        Assert.Equal([1u, 3u, 0u, 0u], _ml.Data.CreateEnumerable<Keyed>(data, false).Select(row => row.Key));
    }

    [Fact]
    public void Attributes_rename_and_leave_out_members()
    {
        var schema = _ml.Data.LoadFromEnumerable<Attributed>([]).Schema;

        Assert.Equal(["Other"], schema.Select(column => column.Name));
    }

    [Fact]
    public void Members_that_cannot_be_columns_are_errors()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable<WithObject>([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable<WithNullable>([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable<Duplicates>([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable<VectorOnScalar>([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable<KeyOnInt>([]));
        Assert.Throws<ArgumentNullException>(() => _ml.Data.LoadFromEnumerable<Keyed>(null));
    }

    [Fact]
    public void A_definition_changes_names_types_and_annotations()
    {
        var definition = SchemaDefinition.Create(typeof(AllTypes));
        foreach (var column in definition.Where(column => column.MemberName is not ("Array" or "Single")).ToArray())
            definition.Remove(column);
        definition["Array"].ColumnType = new VectorDataViewType(NumberDataViewType.Int32, 3);
        definition["Single"].ColumnName = "Renamed";
        definition["Renamed"].AddAnnotation("Flag", true, BooleanDataViewType.Instance);
        definition["Renamed"].AddAnnotation("Names", new[] { "a", "b" }, new VectorDataViewType(TextDataViewType.Instance, 2));
        definition["Renamed"].AddAnnotation("Title", "t", TextDataViewType.Instance);
        var schema = _ml.Data.LoadFromEnumerable<AllTypes>([], definition).Schema;

        Assert.Equal(2, schema.Count);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Int32, 3), schema["Array"].Type);
        var annotations = schema["Renamed"].Annotations;
        bool flag = false;
        annotations.GetValue("Flag", ref flag);
        Assert.True(flag);
        VBuffer<ReadOnlyMemory<char>> names = default;
        annotations.GetValue("Names", ref names);
        Assert.Equal(["a", "b"], names.DenseValues().Select(name => name.ToString()));
        ReadOnlyMemory<char> title = default;
        annotations.GetValue("Title", ref title);
        Assert.Equal("t", title.ToString());
        Assert.Throws<InvalidOperationException>(() => definition["Renamed"].AddAnnotation("Flag", true, BooleanDataViewType.Instance));
        Assert.Throws<InvalidOperationException>(() => definition["Renamed"].AddAnnotation("Wrong", 1, BooleanDataViewType.Instance));
    }

    [Fact]
    public void A_definition_must_fit_the_members()
    {
        var definition = SchemaDefinition.Create(typeof(AllTypes));
        definition["Array"].ColumnType = NumberDataViewType.Int32;
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable<AllTypes>([], definition));

        definition["Array"].ColumnType = new VectorDataViewType(NumberDataViewType.Single);
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable<AllTypes>([], definition));
    }

    [Fact]
    public void A_schema_gives_types_and_annotations()
    {
        var builder = new DataViewSchema.Builder();
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("Note", NumberDataViewType.Int32, 7);
        builder.AddColumn("Key", new KeyDataViewType(typeof(uint), 2), annotations.ToAnnotations());
        var data = _ml.Data.LoadFromEnumerable([new Keyed { Key = 1 }], builder.ToSchema());

        Assert.Equal(new KeyDataViewType(typeof(uint), 2), data.Schema["Key"].Type);
        int note = 0;
        data.Schema["Key"].Annotations.GetValue("Note", ref note);
        Assert.Equal(7, note);
        builder.AddColumn("Elsewhere", NumberDataViewType.Single);
        Assert.Throws<InvalidOperationException>(() => _ml.Data.LoadFromEnumerable<Keyed>([], builder.ToSchema()));
    }

    [Fact]
    public void Collections_have_a_row_count_and_sequences_do_not()
    {
        Assert.Equal(2, _ml.Data.LoadFromEnumerable(new Keyed[] { new(), new() }).GetRowCount());
        Assert.Null(_ml.Data.LoadFromEnumerable(Enumerable.Range(0, 2).Select(_ => new Keyed())).GetRowCount());
        Assert.False(_ml.Data.LoadFromEnumerable<Keyed>([new()]).CanShuffle);
    }

    [Fact]
    public void Each_cursor_enumerates_anew()
    {
        int passes = 0;
        var data = _ml.Data.LoadFromEnumerable(Passes());

        Assert.Equal(0, passes);
        Assert.Single(Rows.Read<uint>(data, "Key"));
        Assert.Single(Rows.Read<uint>(data, "Key"));
        Assert.Equal(2, passes);

        IEnumerable<Keyed> Passes()
        {
            passes++;
            yield return new Keyed();
        }
    }

    [Fact]
    public void The_enumerator_is_disposed_with_the_cursor()
    {
        bool disposed = false;
        var data = _ml.Data.LoadFromEnumerable(Disposing());
        using (var cursor = data.GetRowCursor(data.Schema))
        {
            Assert.True(cursor.MoveNext());
        }

        // The official package leaves an enumerator that was not read to its end to the garbage collector.
        Assert.False(disposed);
        Rows.Read<uint>(data, "Key");
        Assert.True(disposed);

        IEnumerable<Keyed> Disposing()
        {
            try
            {
                yield return new Keyed();
                yield return new Keyed();
            }
            finally
            {
                disposed = true;
            }
        }
    }

    [Fact]
    public void A_missing_row_is_an_error()
    {
        var data = _ml.Data.LoadFromEnumerable(new Keyed[] { new(), null! });

        Assert.Throws<InvalidOperationException>(() => Rows.Read<uint>(data, "Key"));
    }

    private sealed class FieldAndProperty
    {
        public int Property { get; set; }

        public int Field = 1;
    }

    private sealed class Keyed
    {
        [KeyType(3)]
        public uint Key { get; set; }

        [KeyType(3)]
        public byte Small { get; set; }
    }

    private sealed class Attributed
    {
        [ColumnName("Other")]
        public int Value { get; set; }

        [NoColumn]
        public object? Ignored { get; set; }

        public static int Static { get; set; }

        internal int Internal { get; set; }
    }

    private sealed class WithObject
    {
        public object? Value { get; set; }
    }

    private sealed class WithNullable
    {
        public int? Value { get; set; }
    }

    private sealed class Duplicates
    {
        public int Value { get; set; }

        [ColumnName("Value")]
        public int Other { get; set; }
    }

    private sealed class VectorOnScalar
    {
        [VectorType(2)]
        public int Value { get; set; }
    }

    private sealed class KeyOnInt
    {
        [KeyType(2)]
        public int Value { get; set; }
    }
}
