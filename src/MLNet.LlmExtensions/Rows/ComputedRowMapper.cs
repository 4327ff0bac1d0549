using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Rows;

/// <summary>Adds the computed columns to single rows.</summary>
internal sealed class ComputedRowMapper(TextComputation computation, TextBindings bindings) : IRowToRowMapper
{
    public DataViewSchema InputSchema => bindings.InputSchema;

    public DataViewSchema OutputSchema => bindings.OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        bindings.Needed(bindings.Active(dependingColumns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        return ReferenceEquals(input.Schema, bindings.InputSchema)
            ? new ComputedRow(computation, bindings, input, bindings.Active(activeColumns))
            : throw new ArgumentException("The row has another schema than the one that this mapper was made for.", nameof(input));
    }
}
