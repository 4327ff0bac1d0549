namespace MLNet.LlmExtensions.StandIns.Tests.Typed;

/// <summary>A member of each type that can be a column.</summary>
internal sealed class AllTypes
{
    public sbyte SByte;
    public byte Byte;
    public short Int16;
    public ushort UInt16;
    public int Int32;
    public uint UInt32;
    public long Int64;
    public ulong UInt64;
    public bool Boolean;
    public DateTime DateTime;
    public DateTimeOffset DateTimeOffset;
    public TimeSpan TimeSpan;
    public DataViewRowId RowId;
    public ReadOnlyMemory<char> Text;
    public VBuffer<double> Vector;

    [VectorType(2)]
    public VBuffer<float> Pair;

    public float Single { get; set; }

    public double Double { get; set; }

    public string? String { get; set; }

    public int[]? Array { get; set; }

    [VectorType(2, 2)]
    public float[]? Matrix { get; set; }

    public string[]? Strings { get; set; }

    public static AllTypes Create(int i) => new()
    {
        SByte = (sbyte)-i,
        Byte = (byte)i,
        Int16 = (short)(i * 2),
        UInt16 = (ushort)(i * 3),
        Int32 = i * 4,
        UInt32 = (uint)i,
        Int64 = long.MaxValue - i,
        UInt64 = ulong.MaxValue - (ulong)i,
        Boolean = i % 2 == 0,
        DateTime = new DateTime(2020, 1, 1).AddDays(i),
        DateTimeOffset = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.FromHours(2)).AddDays(i),
        TimeSpan = TimeSpan.FromMinutes(i),
        RowId = new DataViewRowId((ulong)i, 7),
        Text = $"text {i}".AsMemory(),
        Vector = new VBuffer<double>(i, Enumerable.Range(0, i).Select(n => (double)n).ToArray()),
        Pair = new VBuffer<float>(2, 1, [i], [1]),
        Single = i + 0.5f,
        Double = i + 0.25,
        String = $"string {i}",
        Array = Enumerable.Range(0, i).ToArray(),
        Matrix = [i, 1, 2, 3],
        Strings = [.. Enumerable.Range(0, i).Select(n => $"s{n}")],
    };
}
