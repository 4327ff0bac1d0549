using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Looks values up in a table.</summary>
public class ValueMappingEstimator : TrivialEstimator<ValueMappingTransformer>
{
    internal ValueMappingEstimator(
        HostEnvironment environment, IValueMap map, params (string outputColumnName, string inputColumnName)[] columns)
        : base(new ValueMappingTransformer(environment, map, columns))
    {
    }

    /// <inheritdoc/>
    public sealed override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Guard.NotNull(inputSchema, nameof(inputSchema));
        IValueMap map = Transformer.Map;
        return inputSchema.With(Transformer.ColumnPairs.Select(pair =>
        {
            if (!inputSchema.TryFindColumn(pair.inputColumnName, out SchemaShape.Column column))
                throw Guard.SchemaMismatch(nameof(inputSchema), "input", pair.inputColumnName);

            SchemaShape annotations = SchemaShape.Create(map.ValueAnnotations.Schema);
            SchemaShape.Column result = SchemaShape.Column.Create(pair.outputColumnName, map.ValueType, annotations);
            return column.Kind == SchemaShape.Column.VectorKind.Scalar
                ? result
                : new SchemaShape.Column(pair.outputColumnName, column.Kind, result.ItemType, result.IsKey, annotations);
        }));
    }
}
