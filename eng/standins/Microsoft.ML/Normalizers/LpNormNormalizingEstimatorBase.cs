using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>The base of what scales each vector by its own values.</summary>
public abstract class LpNormNormalizingEstimatorBase : TrivialEstimator<LpNormNormalizingTransformer>
{
    private protected LpNormNormalizingEstimatorBase(LpNormNormalizingTransformer transformer)
        : base(transformer)
    {
    }

    /// <summary>What a vector is divided by.</summary>
    public enum NormFunction : byte
    {
        /// <summary>The square root of the sum of squares.</summary>
        L2 = 0,

        /// <summary>The square root of the mean squared distance from the mean.</summary>
        StandardDeviation = 1,

        /// <summary>The sum of absolute values.</summary>
        L1 = 2,

        /// <summary>The largest absolute value.</summary>
        Infinity = 3,
    }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Guard.NotNull(inputSchema, nameof(inputSchema));
        return inputSchema.With(Transformer.ColumnPairs.Select(pair =>
        {
            if (!inputSchema.TryFindColumn(pair.inputColumnName, out SchemaShape.Column column))
                throw Guard.SchemaMismatch(nameof(inputSchema), "input", pair.inputColumnName);
            if (column.Kind != SchemaShape.Column.VectorKind.Vector || !column.ItemType.Equals(NumberDataViewType.Single))
            {
                throw Guard.SchemaMismatch(nameof(inputSchema), "input", pair.inputColumnName,
                    LpNormNormalizingTransformer.ExpectedType, column.GetTypeString());
            }

            return new SchemaShape.Column(
                pair.outputColumnName, column.Kind, column.ItemType, isKey: false, NormalizedColumns.Annotations(column));
        }));
    }
}
