using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Turns keys into the values that they stand for.</summary>
public sealed class KeyToValueMappingEstimator : TrivialEstimator<KeyToValueMappingTransformer>
{
    internal KeyToValueMappingEstimator(HostEnvironment environment, params (string outputColumnName, string inputColumnName)[] columns)
        : base(new KeyToValueMappingTransformer(environment, columns))
    {
    }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Guard.NotNull(inputSchema, nameof(inputSchema));
        return inputSchema.With(Transformer.ColumnPairs.Select(pair =>
        {
            if (!inputSchema.TryFindColumn(pair.inputColumnName, out SchemaShape.Column column))
                throw Guard.SchemaMismatch(nameof(inputSchema), "input", pair.inputColumnName);
            if (!column.IsKey)
                throw Guard.SchemaMismatch(nameof(inputSchema), "input", pair.inputColumnName, "KeyType", column.GetTypeString());
            Guard.Argument(column.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out SchemaShape.Column values), nameof(inputSchema),
                $"Input column '{pair.inputColumnName}' doesn't contain key values metadata");

            bool hasSlots = column.Annotations.TryFindColumn(AnnotationKinds.SlotNames, out SchemaShape.Column slots);
            return new SchemaShape.Column(
                pair.outputColumnName, column.Kind, values.ItemType, values.IsKey, hasSlots ? new SchemaShape([slots]) : null);
        }));
    }
}
