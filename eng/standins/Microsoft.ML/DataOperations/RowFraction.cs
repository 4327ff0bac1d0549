using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Gives every row a number in [0, 1), by which data are split.</summary>
internal sealed class RowFraction
{
    // What the official package takes where neither the call nor the context has a seed: splits are always repeatable.
    private const int DefaultSeed = 42;

    private readonly DataViewSchema.Column[] _columns;
    private readonly Func<DataViewRow, Func<double>> _bind;

    private RowFraction(DataViewSchema.Column[] columns, Func<DataViewRow, Func<double>> bind)
    {
        _columns = columns;
        _bind = bind;
    }

    /// <summary>Random numbers, or numbers that are the same wherever the sampling key is.</summary>
    public static RowFraction Create(HostEnvironment environment, IDataView data, string samplingKey, int? seed)
    {
        ulong usedSeed = (ulong)(uint)(seed ?? environment.Seed ?? DefaultSeed);
        if (samplingKey is null)
            return new RowFraction([], row => () => ToFraction(Mix(usedSeed ^ Mix((ulong)row.Position + 1))));

        var column = data.Schema.GetColumnOrNull(samplingKey)
            ?? throw Guard.SchemaMismatch(nameof(samplingKey), "SamplingKeyColumn", samplingKey);
        return column.Type switch
        {
            KeyDataViewType key => new RowFraction([column], row =>
                (Func<double>)Generic.Invoke(typeof(RowFraction), nameof(KeyPosition), key.RawType, row, column, key.Count)),
            NumberDataViewType number when number.RawType == typeof(float) || number.RawType == typeof(double) =>
                ByMagnitude(data, column),
            _ => new RowFraction([column], row => (Func<double>)Generic.Invoke(
                typeof(RowFraction), nameof(HashPosition), column.Type.RawType, row, column, usedSeed)),
        };
    }

    /// <summary>The rows whose numbers are in [minimum, maximum), or those whose numbers are not.</summary>
    public RowPredicate Range(double minimum, double maximum, bool complement) => new(_columns, row =>
    {
        var fraction = _bind(row);
        return () =>
        {
            double value = fraction();
            return (value >= minimum && value < maximum) != complement;
        };
    });

    private static RowFraction ByMagnitude(IDataView data, DataViewSchema.Column column)
    {
        double minimum = double.PositiveInfinity;
        double maximum = double.NegativeInfinity;
        using (var cursor = data.GetRowCursor([column]))
        {
            var value = NumberGetter(cursor, column);
            while (cursor.MoveNext())
            {
                minimum = Math.Min(minimum, value());
                maximum = Math.Max(maximum, value());
            }
        }

        double range = Math.BitIncrement(maximum - minimum);
        return new RowFraction([column], row =>
        {
            var value = NumberGetter(row, column);
            return () => (value() - minimum) / range;
        });
    }

    private static Func<double> NumberGetter(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type.RawType == typeof(double))
            return Read<double>(row, column);
        var single = Read<float>(row, column);
        return () => single();
    }

    private static Func<T> Read<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            getter(ref value);
            return value;
        };
    }

    // A missing key is at -0.5 / count, outside every range.
    private static Func<double> KeyPosition<T>(DataViewRow row, DataViewSchema.Column column, ulong count)
        where T : IConvertible
    {
        var value = Read<T>(row, column);
        return () => (value().ToDouble(null) - 0.5) / count;
    }

    private static Func<double> HashPosition<T>(DataViewRow row, DataViewSchema.Column column, ulong seed)
    {
        var value = Read<T>(row, column);
        var write = BinaryFormat.Writer<T>();
        var bytes = new MemoryStream();
        var writer = new BinaryWriter(bytes);
        return () =>
        {
            bytes.SetLength(0);
            write(writer, value());
            writer.Flush();
            ulong hash = Mix(seed + 1);
            foreach (byte b in bytes.GetBuffer().AsSpan(0, (int)bytes.Length))
                hash = Mix(hash ^ b);
            return ToFraction(hash);
        };
    }

    private static double ToFraction(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));

    // The finaliser of SplitMix64 (Steele, Lea and Flood 2014).
    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value += 0x9E3779B97F4A7C15;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
