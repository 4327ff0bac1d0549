using System.Numerics.Tensors;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

using NormFunction = LpNormNormalizingEstimatorBase.NormFunction;

/// <summary>Scales each vector to norm 1.</summary>
[ModelLoader(LoaderName)]
public sealed class LpNormNormalizingTransformer : OneToOneTransformerBase
{
    internal const string ExpectedType = "Expected known-size vector of Single";

    private const string LoaderName = "LpNormNormalizer";

    // Below this a vector counts as zero and is left as it is.
    private const float SmallestNorm = 1e-8f;

    private readonly NormFunction _norm;
    private readonly bool _ensureZeroMean;

    internal LpNormNormalizingTransformer(
        HostEnvironment environment, string outputColumnName, string inputColumnName, NormFunction norm, bool ensureZeroMean)
        : base(environment, (outputColumnName, inputColumnName))
    {
        _norm = norm;
        _ensureZeroMean = ensureZeroMean;
    }

    private LpNormNormalizingTransformer(ModelLoadContext ctx)
        : base(ctx)
    {
        _norm = (NormFunction)ctx.Reader.ReadByte();
        _ensureZeroMean = ctx.Reader.ReadBoolean();
    }

    private static LpNormNormalizingTransformer Load(ModelLoadContext ctx) => new(ctx);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetLoader(LoaderName);
        SaveColumns(ctx);
        ctx.Writer.Write((byte)_norm);
        ctx.Writer.Write(_ensureZeroMean);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private void Normalize(Span<float> values)
    {
        if (_ensureZeroMean)
            TensorPrimitives.Subtract(values, TensorPrimitives.Sum<float>(values) / values.Length, values);

        float norm = _norm switch
        {
            NormFunction.StandardDeviation => Deviation(values),
            NormFunction.L1 => TensorPrimitives.SumOfMagnitudes<float>(values),
            NormFunction.Infinity => LargestMagnitude(values),
            _ => TensorPrimitives.Norm<float>(values),
        };

        // A vector with missing values is left as it is, too.
        if (norm >= SmallestNorm)
            TensorPrimitives.Divide(values, norm, values);
    }

    private static float Deviation(ReadOnlySpan<float> values)
    {
        float mean = TensorPrimitives.Sum(values) / values.Length;
        float squares = 0;
        foreach (float value in values)
            squares += (value - mean) * (value - mean);

        return MathF.Sqrt(squares / values.Length);
    }

    private static float LargestMagnitude(ReadOnlySpan<float> values)
    {
        float largest = 0;
        foreach (float value in values)
        {
            if (Math.Abs(value) > largest)
                largest = Math.Abs(value);
        }

        return largest;
    }

    private sealed class Mapper : OneToOneMapper
    {
        private readonly LpNormNormalizingTransformer _parent;

        public Mapper(LpNormNormalizingTransformer parent, DataViewSchema inputSchema)
            : base(parent, inputSchema)
        {
            _parent = parent;
            foreach (DataViewSchema.Column column in InputColumns)
            {
                if (column.Type is not VectorDataViewType { IsKnownSize: true } vector || vector.ItemType != NumberDataViewType.Single)
                    throw Guard.SchemaMismatch(nameof(inputSchema), "input", column.Name, ExpectedType, column.Type.ToString());
            }
        }

        public override DataViewSchema.DetachedColumn[] GetOutputColumns() =>
            [.. _parent.ColumnPairs.Zip(InputColumns, (pair, column) => NormalizedColumns.Like(column, pair.outputColumnName))];

        protected override Delegate CreateGetter(DataViewRow input, int outputColumn)
        {
            ValueGetter<VBuffer<float>> get = input.GetGetter<VBuffer<float>>(InputColumns[outputColumn]);
            VBuffer<float> source = default;
            return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> destination) =>
            {
                get(ref source);
                VBufferEditor<float> editor = VBufferEditor.Create(ref destination, source.Length);
                source.CopyTo(editor.Values);
                _parent.Normalize(editor.Values);
                destination = editor.Commit();
            });
        }
    }
}
