using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>What can be done with data.</summary>
public sealed class DataOperationsCatalog
{
    internal DataOperationsCatalog(HostEnvironment environment) => Environment = environment;

    internal HostEnvironment Environment { get; }

    /// <summary>A view of objects, whose public members are its columns.</summary>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null)
        where TRow : class
    {
        Guard.NotNull(data, nameof(data));
        return new EnumerableDataView<TRow>(data, new TypedSchema<TRow>(SchemaDefinition.Direction.Read, schemaDefinition));
    }

    /// <summary>A view of objects, with types and annotations of columns from a schema.</summary>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, DataViewSchema schema)
        where TRow : class
    {
        Guard.NotNull(schema, nameof(schema));
        return LoadFromEnumerable(data, SchemaDefinitions.Create<TRow>(schema));
    }

    /// <summary>Objects with the values of the columns, made while they are enumerated.</summary>
    public IEnumerable<TRow> CreateEnumerable<TRow>(
        IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false, SchemaDefinition schemaDefinition = null)
        where TRow : class, new()
    {
        Guard.NotNull(data, nameof(data));
        return Enumerate(data, new ObjectWriter<TRow>(data.Schema, ignoreMissingColumns, schemaDefinition), reuseRowObject);
    }

    /// <summary>A view that keeps its columns in memory once they have been read, or from now on.</summary>
    public IDataView Cache(IDataView input, params string[] columnsToPrefetch) =>
        new CacheDataView(Guard.NotNull(input, nameof(input)), columnsToPrefetch ?? []);

    /// <summary>A view in random order.</summary>
    public IDataView ShuffleRows(IDataView input, int? seed = null, int shufflePoolSize = 1000, bool shuffleSource = true)
    {
        Guard.NotNull(input, nameof(input));
        Guard.Argument(shufflePoolSize > 0, nameof(shufflePoolSize), "Must be positive");
        return new ShuffledDataView(input, seed ?? Environment.CreateRandom().Next(), shufflePoolSize, shuffleSource);
    }

    /// <summary>The rows after the first <paramref name="count"/>.</summary>
    public IDataView SkipRows(IDataView input, long count)
    {
        Guard.NotNull(input, nameof(input));
        Guard.Argument(count > 0, nameof(count), "Must be greater than zero.");
        return new SkipTakeDataView(input, count, long.MaxValue);
    }

    /// <summary>The first <paramref name="count"/> rows.</summary>
    public IDataView TakeRows(IDataView input, long count)
    {
        Guard.NotNull(input, nameof(input));
        Guard.Argument(count > 0, nameof(count), "Must be greater than zero.");
        return new SkipTakeDataView(input, 0, count);
    }

    /// <summary>Splits the rows at random; rows with the same sampling key stay together.</summary>
    public TrainTestData TrainTestSplit(
        IDataView data, double testFraction = 0.1, string samplingKeyColumnName = null, int? seed = null)
    {
        Guard.NotNull(data, nameof(data));
        Guard.Argument(testFraction is > 0 and < 1, nameof(testFraction), "Must be between 0 and 1 exclusive");
        return Split(data, RowFraction.Create(Environment, data, samplingKeyColumnName, seed), 0, testFraction);
    }

    /// <summary>Splits the rows into folds, each of which is the test set once.</summary>
    public IReadOnlyList<TrainTestData> CrossValidationSplit(
        IDataView data, int numberOfFolds = 5, string samplingKeyColumnName = null, int? seed = null)
    {
        Guard.NotNull(data, nameof(data));
        Guard.Argument(numberOfFolds > 1, nameof(numberOfFolds), "Must be more than 1");
        var fraction = RowFraction.Create(Environment, data, samplingKeyColumnName, seed);
        return [.. Enumerable.Range(0, numberOfFolds).Select(fold =>
            Split(data, fraction, (double)fold / numberOfFolds, (double)(fold + 1) / numberOfFolds))];
    }

    private static TrainTestData Split(IDataView data, RowFraction fraction, double minimum, double maximum) => new(
        new FilteredDataView(data, fraction.Range(minimum, maximum, complement: true)),
        new FilteredDataView(data, fraction.Range(minimum, maximum, complement: false)));

    private static IEnumerable<TRow> Enumerate<TRow>(IDataView data, ObjectWriter<TRow> writer, bool reuse)
        where TRow : class, new()
    {
        using var cursor = data.GetRowCursor(writer.Columns.ToArray());
        var fill = writer.Bind(cursor);
        TRow row = null;
        while (cursor.MoveNext())
        {
            if (!reuse || row is null)
                row = new TRow();
            fill(row);
            yield return row;
        }
    }

    /// <summary>A split.</summary>
    public struct TrainTestData
    {
        /// <summary>What to train on.</summary>
        public readonly IDataView TrainSet;

        /// <summary>What to test on.</summary>
        public readonly IDataView TestSet;

        internal TrainTestData(IDataView trainSet, IDataView testSet)
        {
            TrainSet = trainSet;
            TestSet = testSet;
        }
    }
}
