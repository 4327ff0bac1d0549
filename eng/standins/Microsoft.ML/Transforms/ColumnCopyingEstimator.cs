using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Copies columns under other names.</summary>
public sealed class ColumnCopyingEstimator : TrivialEstimator<ColumnCopyingTransformer>
{
    internal ColumnCopyingEstimator(
        HostEnvironment environment, params (string outputColumnName, string inputColumnName)[] columns)
        : base(new ColumnCopyingTransformer(environment, columns))
    {
    }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Guard.NotNull(inputSchema, nameof(inputSchema));
        return inputSchema.With(Transformer.ColumnPairs.Select(pair =>
        {
            if (!inputSchema.TryFindColumn(pair.inputColumnName, out var column))
                throw Guard.SchemaMismatch(nameof(inputSchema), "input", pair.inputColumnName);
            return new SchemaShape.Column(pair.outputColumnName, column.Kind, column.ItemType, column.IsKey, column.Annotations);
        }));
    }
}
