using Microsoft.ML.Data;
using Microsoft.ML;

namespace MLNet.LlmExtensions.Tests.Support;

/// <summary>Data with a column of every type that ML.NET has.</summary>
internal static class EveryType
{
    private static readonly (string Name, DataViewType Type, RowsColumn Column)[] Columns =
    [
        ("Text", TextDataViewType.Instance, RowsColumn.Text(TextOf)),
        ("Other", TextDataViewType.Instance, RowsColumn.Text(row => $"other {row}")),
        ("Words", new VectorDataViewType(TextDataViewType.Instance), RowsColumn.TextVector(row => [.. Enumerable.Range(0, row % 4).Select(i => $"w{row}-{i}")])),
        ("Bool", BooleanDataViewType.Instance, RowsColumn.Of(row => row % 3 == 0)),
        ("SByte", NumberDataViewType.SByte, RowsColumn.Of(row => (sbyte)(row - 50))),
        ("Byte", NumberDataViewType.Byte, RowsColumn.Of(row => (byte)row)),
        ("Int16", NumberDataViewType.Int16, RowsColumn.Of(row => (short)-row)),
        ("UInt16", NumberDataViewType.UInt16, RowsColumn.Of(row => (ushort)row)),
        ("Int32", NumberDataViewType.Int32, RowsColumn.Of(row => -row)),
        ("UInt32", NumberDataViewType.UInt32, RowsColumn.Of(row => (uint)row)),
        ("Int64", NumberDataViewType.Int64, RowsColumn.Of(row => (long)row << 40)),
        ("UInt64", NumberDataViewType.UInt64, RowsColumn.Of(row => ulong.MaxValue - (ulong)row)),
        ("Single", NumberDataViewType.Single, RowsColumn.Of(row => row % 5 == 0 ? float.NaN : row / 3f)),
        ("Double", NumberDataViewType.Double, RowsColumn.Of(row => row / 7.0)),
        ("Time", DateTimeDataViewType.Instance, RowsColumn.Of(row => new DateTime(2020, 1, 1).AddHours(row))),
        ("Offset", DateTimeOffsetDataViewType.Instance, RowsColumn.Of(row => new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.FromHours(row % 5)))),
        ("Span", TimeSpanDataViewType.Instance, RowsColumn.Of(row => TimeSpan.FromMinutes(row))),
        ("RowId", RowIdDataViewType.Instance, RowsColumn.Of(row => new DataViewRowId((ulong)row, 3))),
        ("Key", new KeyDataViewType(typeof(uint), 9), RowsColumn.Of(row => (uint)(row % 10))),
        ("KeyByte", new KeyDataViewType(typeof(byte), 9), RowsColumn.Of(row => (byte)(row % 10))),
        ("Dense", new VectorDataViewType(NumberDataViewType.Single, 3), RowsColumn.Vector(row => new VBuffer<float>(3, [row, -row, 0.5f]))),
        ("Sparse", new VectorDataViewType(NumberDataViewType.Double, 1000), RowsColumn.Vector(row => new VBuffer<double>(1000, 2, [row, 1.5], [row % 500, 500 + row]))),
        ("Sizes", new VectorDataViewType(NumberDataViewType.Int32), RowsColumn.Vector(row => new VBuffer<int>(row % 6, [.. Enumerable.Range(row, row % 6)]))),
        ("Keys", new VectorDataViewType(new KeyDataViewType(typeof(ulong), 9), 2), RowsColumn.Vector(row => new VBuffer<ulong>(2, [(ulong)(row % 10), 1]))),
        ("Times", new VectorDataViewType(DateTimeDataViewType.Instance, 1), RowsColumn.Vector(row => new VBuffer<DateTime>(1, [new DateTime(1900 + row, 1, 1)]))),
    ];

    public static string TextOf(int row) => new((char)('a' + (row % 26)), 1 + (row * 7 % 31));

    public static RowsColumn Column(string name) => Columns.Single(column => column.Name == name).Column;

    public static RowsView Create(int rows = 50, int? failAt = null, long? rowCount = 50)
    {
        var builder = new DataViewSchema.Builder();
        foreach (var (name, type, _) in Columns)
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.AddPrimitiveValue("Note", TextDataViewType.Instance, $"about {name}".AsMemory());
            builder.AddColumn(name, type, annotations.ToAnnotations());
        }

        return new RowsView(builder.ToSchema(), rows, index => Columns[index].Column) { FailAt = failAt, RowCount = rowCount };
    }
}
