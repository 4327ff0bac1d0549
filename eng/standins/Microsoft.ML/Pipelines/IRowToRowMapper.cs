namespace Microsoft.ML.Data;

/// <summary>Transforms single rows of one schema into rows of another.</summary>
public interface IRowToRowMapper
{
    /// <summary>The schema of the rows that go in.</summary>
    DataViewSchema InputSchema { get; }

    /// <summary>The schema of the rows that come out.</summary>
    DataViewSchema OutputSchema { get; }

    /// <summary>The input columns that are needed to compute these output columns.</summary>
    IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns);

    /// <summary>A row that computes from the input row, and disposes it with itself.</summary>
    DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns);
}
