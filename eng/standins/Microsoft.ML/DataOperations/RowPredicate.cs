namespace Microsoft.ML.Data;

/// <summary>Which rows to keep.</summary>
/// <param name="Columns">The columns that it reads.</param>
/// <param name="Bind">Gives the predicate on the current row of a cursor.</param>
internal sealed record RowPredicate(DataViewSchema.Column[] Columns, Func<DataViewRow, Func<bool>> Bind);
