using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Normalises features by statistics of the training data.</summary>
public sealed class NormalizingEstimator : IEstimator<NormalizingTransformer>
{
    private readonly HostEnvironment _environment;
    private readonly (string outputColumnName, string inputColumnName)[] _columns;
    private readonly long _maximumExampleCount;
    private readonly Func<int, INormalizerStatistics> _createStatistics;

    internal NormalizingEstimator(
        HostEnvironment environment,
        (string outputColumnName, string inputColumnName)[] columns,
        long maximumExampleCount,
        Func<int, INormalizerStatistics> createStatistics)
    {
        Guard.Argument(maximumExampleCount > 1, nameof(maximumExampleCount), "Must be greater than 1");
        _environment = environment;
        _columns = columns;
        _maximumExampleCount = maximumExampleCount;
        _createStatistics = createStatistics;
    }

    /// <summary>Computes the statistics.</summary>
    public NormalizingTransformer Fit(IDataView input)
    {
        Guard.NotNull(input, nameof(input));
        GetOutputSchema(SchemaShape.Create(input.Schema));
        DataViewSchema.Column[] columns = Array.ConvertAll(_columns, pair => input.Schema[pair.inputColumnName]);
        INormalizerStatistics[] statistics =
            Array.ConvertAll(columns, column => _createStatistics(column.Type is VectorDataViewType vector ? vector.Size : 1));

        using DataViewRowCursor cursor = input.GetRowCursor(columns);
        NumberReader[] readers = Array.ConvertAll(columns, column => NumberReader.Create(cursor, column));
        for (long row = 0; row < _maximumExampleCount && cursor.MoveNext(); row++)
        {
            for (int i = 0; i < readers.Length; i++)
                statistics[i].Add(readers[i].Read());
        }

        return new NormalizingTransformer(_environment, _columns, Array.ConvertAll(statistics, s => s.ToNormalizer()),
            Array.ConvertAll(columns, column => column.Type));
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Guard.NotNull(inputSchema, nameof(inputSchema));
        return inputSchema.With(_columns.Select(pair =>
        {
            if (!inputSchema.TryFindColumn(pair.inputColumnName, out SchemaShape.Column column))
                throw Guard.SchemaMismatch(nameof(inputSchema), "input", pair.inputColumnName);
            string expected = column.Kind == SchemaShape.Column.VectorKind.VariableVector ? "known-size vector or scalar"
                : !column.ItemType.Equals(NumberDataViewType.Single) && !column.ItemType.Equals(NumberDataViewType.Double)
                    ? "vector or scalar of Single or Double"
                : null;
            if (expected is not null)
                throw Guard.SchemaMismatch(nameof(inputSchema), "input", pair.inputColumnName, expected, column.GetTypeString());

            return new SchemaShape.Column(
                pair.outputColumnName, column.Kind, column.ItemType, column.IsKey, NormalizedColumns.Annotations(column));
        }));
    }

    internal static class Defaults
    {
        public const bool EnsureZeroUntouched = true;
        public const bool MeanVarianceCdf = false;
        public const long MaximumExampleCount = 1000000000;
    }
}
