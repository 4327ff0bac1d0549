using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Embedding;

/// <summary>Embeds single rows.</summary>
internal sealed class EmbeddingRowMapper(LlmEmbeddingTransformer transformer, EmbeddingBindings bindings) : IRowToRowMapper
{
    public DataViewSchema InputSchema => bindings.InputSchema;

    public DataViewSchema OutputSchema => bindings.OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        bindings.Needed(bindings.Active(dependingColumns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        return ReferenceEquals(input.Schema, bindings.InputSchema)
            ? new EmbeddingRow(transformer, bindings, input, bindings.Active(activeColumns))
            : throw new ArgumentException("The row has another schema than the one that this mapper was made for.", nameof(input));
    }
}
