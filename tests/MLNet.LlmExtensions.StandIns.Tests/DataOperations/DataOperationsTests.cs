namespace MLNet.LlmExtensions.StandIns.Tests.DataOperations;

public class DataOperationsTests
{
    private const int Count = 1000;

    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _data;
    private int _passes;

    public DataOperationsTests() => _data = _ml.Data.LoadFromEnumerable(Create());

    [Fact]
    public void A_split_has_every_row_on_one_side()
    {
        var split = _ml.Data.TrainTestSplit(_data, testFraction: 0.3);
        var train = Numbers(split.TrainSet);
        var test = Numbers(split.TestSet);

        Assert.Equal(Enumerable.Range(0, Count), train.Concat(test).Order());
        Assert.InRange(test.Count, 240, 360);
        Assert.Equal(train.Order(), train);
        Assert.Equal(_data.Schema.Select(column => column.Name), split.TestSet.Schema.Select(column => column.Name));
        Assert.Null(split.TrainSet.GetRowCount());
    }

    [Fact]
    public void A_split_is_repeatable_and_depends_on_the_seed()
    {
        var first = Numbers(_ml.Data.TrainTestSplit(_data, 0.3, seed: 5).TestSet);

        Assert.Equal(first, Numbers(_ml.Data.TrainTestSplit(_data, 0.3, seed: 5).TestSet));
        Assert.NotEqual(first, Numbers(_ml.Data.TrainTestSplit(_data, 0.3, seed: 6).TestSet));
        Assert.Equal(Numbers(new MLContext().Data.TrainTestSplit(_data).TestSet), Numbers(new MLContext().Data.TrainTestSplit(_data).TestSet));
        Assert.Equal(Numbers(new MLContext(9).Data.TrainTestSplit(_data).TestSet), Numbers(new MLContext().Data.TrainTestSplit(_data, seed: 9).TestSet));
    }

    [Fact]
    public void A_split_is_the_same_whichever_columns_are_read()
    {
        var test = _ml.Data.TrainTestSplit(_data, 0.3).TestSet;

        Assert.Equal(Numbers(test).Select(number => $"group {number / 20}"), test.GetColumn<string>("Group"));
        Assert.Equal(Numbers(test).Count, Rows.Ids(test).Count);
    }

    [Theory]
    [InlineData("Group")]
    [InlineData("GroupKey")]
    [InlineData("GroupNumber")]
    public void Rows_with_one_sampling_key_stay_together(string key)
    {
        var split = _ml.Data.TrainTestSplit(_data, 0.3, samplingKeyColumnName: key);
        var train = Numbers(split.TrainSet).Select(number => number / 20).ToHashSet();
        var test = Numbers(split.TestSet).Select(number => number / 20).ToHashSet();

        Assert.NotEmpty(train);
        Assert.NotEmpty(test);
        Assert.False(train.Overlaps(test));
        Assert.Equal(Count / 20, train.Count + test.Count);
    }

    [Fact]
    public void Folds_are_disjoint_and_complete()
    {
        var folds = _ml.Data.CrossValidationSplit(_data, 4);

        Assert.Equal(4, folds.Count);
        Assert.Equal(Enumerable.Range(0, Count), folds.SelectMany(fold => Numbers(fold.TestSet)).Order());
        foreach (var fold in folds)
            Assert.Equal(Enumerable.Range(0, Count), Numbers(fold.TrainSet).Concat(Numbers(fold.TestSet)).Order());
    }

    [Fact]
    public void Arguments_of_splits_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.TrainTestSplit(_data, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.TrainTestSplit(_data, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.TrainTestSplit(_data, 0.5, "Missing"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.CrossValidationSplit(_data, 1));
    }

    [Fact]
    public void Rows_are_taken_and_skipped()
    {
        Assert.Equal(Enumerable.Range(0, 10), Numbers(_ml.Data.TakeRows(_data, 10)));
        Assert.Equal(Enumerable.Range(10, Count - 10), Numbers(_ml.Data.SkipRows(_data, 10)));
        Assert.Empty(Numbers(_ml.Data.SkipRows(_data, Count + 1)));
        Assert.Equal(Count, Numbers(_ml.Data.TakeRows(_data, Count + 1)).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.TakeRows(_data, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.SkipRows(_data, -1));
    }

    [Fact]
    public void Shuffled_rows_are_the_same_rows_in_another_order()
    {
        var shuffled = _ml.Data.ShuffleRows(_data, seed: 3);
        var numbers = Numbers(shuffled);

        Assert.NotEqual(Enumerable.Range(0, Count), numbers);
        Assert.Equal(Enumerable.Range(0, Count), numbers.Order());
        Assert.Equal(numbers, Numbers(shuffled));
        Assert.Equal(numbers, Numbers(_ml.Data.ShuffleRows(_data, seed: 3)));
        Assert.Equal(numbers.Select(number => $"group {number / 20}"), shuffled.GetColumn<string>("Group"));
        Assert.True(shuffled.CanShuffle);
        Assert.Equal(Count, Rows.Ids(shuffled).Distinct().Count());
        Assert.NotEqual(numbers, Rows.Read<int>(shuffled, "Number", new Random(8)));
    }

    [Fact]
    public void Shuffled_rows_keep_their_values_together()
    {
        var shuffled = _ml.Data.ShuffleRows(_data, seed: 3, shufflePoolSize: 7);
        foreach (var row in _ml.Data.CreateEnumerable<Row>(shuffled, reuseRowObject: false))
        {
            Assert.Equal($"group {row.Number / 20}", row.Group);
            Assert.Equal([row.Number, 1f], row.Vector!);
        }
    }

    [Fact]
    public void A_cache_reads_its_source_once()
    {
        var cached = _ml.Data.Cache(_data);
        Assert.Equal(Enumerable.Range(0, Count), Numbers(cached));
        int passes = _passes;
        Assert.Equal(Enumerable.Range(0, Count), Numbers(cached));

        Assert.Equal(passes, _passes);
        Assert.Equal(Count, cached.GetRowCount());
        Assert.True(cached.CanShuffle);
        var shuffled = Rows.Read<int>(cached, "Number", new Random(1));
        Assert.NotEqual(Enumerable.Range(0, Count), shuffled);
        Assert.Equal(Enumerable.Range(0, Count), shuffled.Order());
        Assert.Equal(passes, _passes);
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.Cache(_data, "Missing"));
    }

    [Fact]
    public void Vectors_in_a_cache_are_not_changed_by_their_readers()
    {
        var cached = _ml.Data.Cache(_data);
        using (var cursor = cached.GetRowCursor(cached.Schema))
        {
            var getter = cursor.GetGetter<VBuffer<float>>(cached.Schema["Vector"]);
            VBuffer<float> value = default;
            while (cursor.MoveNext())
            {
                getter(ref value);
                VBufferEditor.CreateFromBuffer(ref value).Values.Clear();
            }
        }

        Assert.Equal([3f, 1f], cached.GetColumn<float[]>("Vector").ElementAt(3));
    }

    private static List<int> Numbers(IDataView data) => Rows.Read<int>(data, "Number");

    private IEnumerable<Row> Create()
    {
        _passes++;
        for (int i = 0; i < Count; i++)
        {
            yield return new Row
            {
                Number = i,
                Group = $"group {i / 20}",
                GroupKey = (uint)(i / 20),
                GroupNumber = i / 20,
                Vector = [i, 1],
            };
        }
    }

    private sealed class Row
    {
        public int Number { get; set; }

        public string? Group { get; set; }

        [KeyType(Count / 20)]
        public uint GroupKey { get; set; }

        public float GroupNumber { get; set; }

        [VectorType(2)]
        public float[]? Vector { get; set; }
    }
}
