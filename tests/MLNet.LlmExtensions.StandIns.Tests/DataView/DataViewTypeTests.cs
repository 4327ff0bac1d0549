namespace MLNet.LlmExtensions.StandIns.Tests.DataView;

public class DataViewTypeTests
{
    [Fact]
    public void Raw_types_are_those_of_the_values()
    {
        Assert.Equal(typeof(ReadOnlyMemory<char>), TextDataViewType.Instance.RawType);
        Assert.Equal(typeof(float), NumberDataViewType.Single.RawType);
        Assert.Equal(typeof(DataViewRowId), RowIdDataViewType.Instance.RawType);
        Assert.Equal(typeof(VBuffer<float>), new VectorDataViewType(NumberDataViewType.Single, 2).RawType);
        Assert.Equal(typeof(uint), new KeyDataViewType(typeof(uint), 5).RawType);
    }

    [Fact]
    public void Types_are_equal_by_what_they_say()
    {
        Assert.Equal<DataViewType>(new KeyDataViewType(typeof(uint), 5), new KeyDataViewType(typeof(uint), 5UL));
        Assert.NotEqual<DataViewType>(new KeyDataViewType(typeof(uint), 5), new KeyDataViewType(typeof(uint), 6));
        Assert.NotEqual<DataViewType>(new KeyDataViewType(typeof(uint), 5), new KeyDataViewType(typeof(byte), 5));
        Assert.NotEqual<DataViewType>(new KeyDataViewType(typeof(uint), 5), NumberDataViewType.UInt32);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 2), new VectorDataViewType(NumberDataViewType.Single, 2));
        Assert.NotEqual(new VectorDataViewType(NumberDataViewType.Single, 6), new VectorDataViewType(NumberDataViewType.Single, 2, 3));
        Assert.NotEqual(new VectorDataViewType(NumberDataViewType.Single, 2), new VectorDataViewType(NumberDataViewType.Double, 2));
        Assert.Equal(
            new VectorDataViewType(NumberDataViewType.Single, 2).GetHashCode(),
            new VectorDataViewType(NumberDataViewType.Single, 2).GetHashCode());
    }

    [Fact]
    public void Vectors_have_a_known_size_or_zero()
    {
        Assert.Equal(6, new VectorDataViewType(NumberDataViewType.Single, 2, 3).Size);
        Assert.Equal([2, 3], new VectorDataViewType(NumberDataViewType.Single, 2, 3).Dimensions);
        Assert.True(new VectorDataViewType(NumberDataViewType.Single, 2).IsKnownSize);
        Assert.Equal(0, new VectorDataViewType(NumberDataViewType.Single).Size);
        Assert.False(new VectorDataViewType(NumberDataViewType.Single, 2, 0).IsKnownSize);
        Assert.Equal([0], new VectorDataViewType(NumberDataViewType.Single).Dimensions);
        Assert.Throws<ArgumentOutOfRangeException>(() => new VectorDataViewType(NumberDataViewType.Single, -1));
    }

    [Fact]
    public void Keys_have_unsigned_types_and_a_count_that_fits()
    {
        Assert.Equal(5UL, new KeyDataViewType(typeof(byte), 5).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(int), 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(byte), 256));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(uint), 0));
        Assert.True(KeyDataViewType.IsValidDataType(typeof(ulong)));
        Assert.False(KeyDataViewType.IsValidDataType(typeof(long)));
    }

    [Theory]
    [MemberData(nameof(Descriptions))]
    public void Types_describe_themselves(string expected, DataViewType type) => Assert.Equal(expected, type.ToString());

    public static TheoryData<string, DataViewType> Descriptions() => new()
    {
        { "String", TextDataViewType.Instance },
        { "Single", NumberDataViewType.Single },
        { "UInt64", NumberDataViewType.UInt64 },
        { "Boolean", BooleanDataViewType.Instance },
        { "DateTime", DateTimeDataViewType.Instance },
        { "DateTimeOffset", DateTimeOffsetDataViewType.Instance },
        { "TimeSpan", TimeSpanDataViewType.Instance },
        { "DataViewRowId", RowIdDataViewType.Instance },
        { "Key<UInt32, 0-4>", new KeyDataViewType(typeof(uint), 5) },
        { "Vector<Single>", new VectorDataViewType(NumberDataViewType.Single) },
        { "Vector<Single, 2>", new VectorDataViewType(NumberDataViewType.Single, 2) },
        { "Vector<Single, 2, *>", new VectorDataViewType(NumberDataViewType.Single, 2, 0) },
    };
}
