using System.Collections.Immutable;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Normalises the slots of a column, or a scalar column as its only slot.</summary>
internal abstract class Normalizer
{
    private const byte Affine = 0;
    private const byte Cdf = 1;

    protected Normalizer(double[] first, double[] second)
    {
        First = first;
        Second = second;
    }

    public int Count => First.Length;

    protected double[] First { get; }

    protected double[] Second { get; }

    public static Normalizer Load(BinaryReader reader)
    {
        byte kind = reader.ReadByte();
        double[] first = Read(reader);
        double[] second = Read(reader);
        if (kind > Cdf || first.Length != second.Length)
            throw new FormatException("Corrupt model file: the parameters of a normalizer do not fit together.");
        return kind == Affine ? new AffineNormalizer(first, second) : new CdfNormalizer(first, second);
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(this is AffineNormalizer ? Affine : Cdf);
        Write(writer, First);
        Write(writer, Second);
    }

    public abstract double Normalize(double value, int slot);

    public abstract NormalizingTransformer.NormalizerModelParametersBase Parameters(DataViewType type);

    /// <summary>Parameters in the type that the column has: a number, or an array of them for a vector column.</summary>
    protected static NormalizingTransformer.NormalizerModelParametersBase Typed(
        DataViewType type, double[] first, double[] second, ITypedParameters create)
    {
        bool isSingle = type.ItemType() == NumberDataViewType.Single;
        return (type is VectorDataViewType, isSingle) switch
        {
            (false, true) => create.Of((float)first[0], (float)second[0]),
            (false, false) => create.Of(first[0], second[0]),
            (true, true) => create.Of(Singles(first), Singles(second)),
            (true, false) => create.Of(first.ToImmutableArray(), second.ToImmutableArray()),
        };

        static ImmutableArray<float> Singles(double[] values) => [.. values.Select(value => (float)value)];
    }

    private static double[] Read(BinaryReader reader) => [.. BinaryFormat.Reader<VBuffer<double>>()(reader).DenseValues()];

    private static void Write(BinaryWriter writer, double[] values) =>
        BinaryFormat.Writer<VBuffer<double>>()(writer, new VBuffer<double>(values.Length, values));

    /// <summary>Makes parameters of any type.</summary>
    protected interface ITypedParameters
    {
        NormalizingTransformer.NormalizerModelParametersBase Of<T>(T first, T second);
    }
}
