using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>
/// The parts that embeddings of up to 65,535 dimensions are cut into. ML.NET learns the size of a loaded mapping's column from
/// an attribute, which must be a constant, and finds the mapping by another: hence a pair of classes for each power of two.
/// </summary>
internal static class Blocks
{
    /// <summary>The contracts and column names below begin with these; the size follows.</summary>
    public const string Contract = "MLNet.LlmExtensions.LlmEmbedding.Block.";

    /// <summary>The largest number of dimensions that the parts make up.</summary>
    public const int MaximumDimensions = 65535;

    /// <summary>The parts of a vector, the largest first: for each an estimator that cuts it out, and the column's name.</summary>
    public static IEnumerable<(IEstimator<ITransformer> Estimator, string Column)> For(MLContext context, int dimensions)
    {
        for (var size = (MaximumDimensions + 1) / 2; size > 0; size /= 2)
        {
            if ((dimensions & size) != 0)
            {
                yield return (Estimator(context, size), TemporaryColumns.Block + size);
            }
        }
    }

    private static IEstimator<ITransformer> Estimator(MLContext context, int size) => size switch
    {
        1 => new Mapping1().ToEstimator(context, Contract + "1"),
        2 => new Mapping2().ToEstimator(context, Contract + "2"),
        4 => new Mapping4().ToEstimator(context, Contract + "4"),
        8 => new Mapping8().ToEstimator(context, Contract + "8"),
        16 => new Mapping16().ToEstimator(context, Contract + "16"),
        32 => new Mapping32().ToEstimator(context, Contract + "32"),
        64 => new Mapping64().ToEstimator(context, Contract + "64"),
        128 => new Mapping128().ToEstimator(context, Contract + "128"),
        256 => new Mapping256().ToEstimator(context, Contract + "256"),
        512 => new Mapping512().ToEstimator(context, Contract + "512"),
        1024 => new Mapping1024().ToEstimator(context, Contract + "1024"),
        2048 => new Mapping2048().ToEstimator(context, Contract + "2048"),
        4096 => new Mapping4096().ToEstimator(context, Contract + "4096"),
        8192 => new Mapping8192().ToEstimator(context, Contract + "8192"),
        16384 => new Mapping16384().ToEstimator(context, Contract + "16384"),
        32768 => new Mapping32768().ToEstimator(context, Contract + "32768"),
        _ => throw new ArgumentOutOfRangeException(nameof(size), size, "There is no part of this size."),
    };

    private sealed class Column1 : IBlockColumn
    {
        [ColumnName(TemporaryColumns.Block + "1")]
        [VectorType(1)]
        public VBuffer<float> Content { get; set; }
    }

    [CustomMappingFactoryAttribute(Contract + "1")]
    private sealed class Mapping1() : BlockMapping<Column1>(1);

    private sealed class Column2 : IBlockColumn
    {
        [ColumnName(TemporaryColumns.Block + "2")]
        [VectorType(2)]
        public VBuffer<float> Content { get; set; }
    }

    [CustomMappingFactoryAttribute(Contract + "2")]
    private sealed class Mapping2() : BlockMapping<Column2>(2);

    private sealed class Column4 : IBlockColumn
    {
        [ColumnName(TemporaryColumns.Block + "4")]
        [VectorType(4)]
        public VBuffer<float> Content { get; set; }
    }

    [CustomMappingFactoryAttribute(Contract + "4")]
    private sealed class Mapping4() : BlockMapping<Column4>(4);

    private sealed class Column8 : IBlockColumn
    {
        [ColumnName(TemporaryColumns.Block + "8")]
        [VectorType(8)]
        public VBuffer<float> Content { get; set; }
    }

    [CustomMappingFactoryAttribute(Contract + "8")]
    private sealed class Mapping8() : BlockMapping<Column8>(8);

    private sealed class Column16 : IBlockColumn
    {
        [ColumnName(TemporaryColumns.Block + "16")]
        [VectorType(16)]
        public VBuffer<float> Content { get; set; }
    }

    [CustomMappingFactoryAttribute(Contract + "16")]
    private sealed class Mapping16() : BlockMapping<Column16>(16);

    private sealed class Column32 : IBlockColumn
    {
        [ColumnName(TemporaryColumns.Block + "32")]
        [VectorType(32)]
        public VBuffer<float> Content { get; set; }
    }

    [CustomMappingFactoryAttribute(Contract + "32")]
    private sealed class Mapping32() : BlockMapping<Column32>(32);

    private sealed class Column64 : IBlockColumn
    {
        [ColumnName(TemporaryColumns.Block + "64")]
        [VectorType(64)]
        public VBuffer<float> Content { get; set; }
    }

    [CustomMappingFactoryAttribute(Contract + "64")]
    private sealed class Mapping64() : BlockMapping<Column64>(64);

    private sealed class Column128 : IBlockColumn
    {
        [ColumnName(TemporaryColumns.Block + "128")]
        [VectorType(128)]
        public VBuffer<float> Content { get; set; }
    }

    [CustomMappingFactoryAttribute(Contract + "128")]
    private sealed class Mapping128() : BlockMapping<Column128>(128);

    private sealed class Column256 : IBlockColumn
    {
        [ColumnName(TemporaryColumns.Block + "256")]
        [VectorType(256)]
        public VBuffer<float> Content { get; set; }
    }

    [CustomMappingFactoryAttribute(Contract + "256")]
    private sealed class Mapping256() : BlockMapping<Column256>(256);

    private sealed class Column512 : IBlockColumn
    {
        [ColumnName(TemporaryColumns.Block + "512")]
        [VectorType(512)]
        public VBuffer<float> Content { get; set; }
    }

    [CustomMappingFactoryAttribute(Contract + "512")]
    private sealed class Mapping512() : BlockMapping<Column512>(512);

    private sealed class Column1024 : IBlockColumn
    {
        [ColumnName(TemporaryColumns.Block + "1024")]
        [VectorType(1024)]
        public VBuffer<float> Content { get; set; }
    }

    [CustomMappingFactoryAttribute(Contract + "1024")]
    private sealed class Mapping1024() : BlockMapping<Column1024>(1024);

    private sealed class Column2048 : IBlockColumn
    {
        [ColumnName(TemporaryColumns.Block + "2048")]
        [VectorType(2048)]
        public VBuffer<float> Content { get; set; }
    }

    [CustomMappingFactoryAttribute(Contract + "2048")]
    private sealed class Mapping2048() : BlockMapping<Column2048>(2048);

    private sealed class Column4096 : IBlockColumn
    {
        [ColumnName(TemporaryColumns.Block + "4096")]
        [VectorType(4096)]
        public VBuffer<float> Content { get; set; }
    }

    [CustomMappingFactoryAttribute(Contract + "4096")]
    private sealed class Mapping4096() : BlockMapping<Column4096>(4096);

    private sealed class Column8192 : IBlockColumn
    {
        [ColumnName(TemporaryColumns.Block + "8192")]
        [VectorType(8192)]
        public VBuffer<float> Content { get; set; }
    }

    [CustomMappingFactoryAttribute(Contract + "8192")]
    private sealed class Mapping8192() : BlockMapping<Column8192>(8192);

    private sealed class Column16384 : IBlockColumn
    {
        [ColumnName(TemporaryColumns.Block + "16384")]
        [VectorType(16384)]
        public VBuffer<float> Content { get; set; }
    }

    [CustomMappingFactoryAttribute(Contract + "16384")]
    private sealed class Mapping16384() : BlockMapping<Column16384>(16384);

    private sealed class Column32768 : IBlockColumn
    {
        [ColumnName(TemporaryColumns.Block + "32768")]
        [VectorType(32768)]
        public VBuffer<float> Content { get; set; }
    }

    [CustomMappingFactoryAttribute(Contract + "32768")]
    private sealed class Mapping32768() : BlockMapping<Column32768>(32768);
}
