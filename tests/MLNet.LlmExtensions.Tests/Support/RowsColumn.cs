using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Tests.Support;

/// <summary>A column of a <see cref="RowsView"/>, with what its value in a row should be.</summary>
internal abstract class RowsColumn
{
    public abstract Delegate Getter(RowsCursor cursor);

    /// <summary>A reader of the column as text, for comparisons.</summary>
    public abstract Func<string> Reader(DataViewRow row, DataViewSchema.Column column);

    /// <summary>What the reader should give in a row.</summary>
    public abstract string Expected(int row);

    public static RowsColumn Of<T>(Func<int, T> value) => new Values<T>(value);

    public static RowsColumn Text(Func<int, string> value) => new Texts(value);

    public static RowsColumn Vector<T>(Func<int, VBuffer<T>> value) => new Vectors<T>(value);

    public static RowsColumn TextVector(Func<int, string[]> value) => new TextVectors(value);

    private static string Show<T>(VBuffer<T> vector) =>
        $"{vector.Length}{(vector.IsDense ? "d" : "s")}:{string.Join('|', vector.Items().Select(item => $"{item.Key}={item.Value}"))}";

    // Overwrites memory that is reused, so that who kept it without a copy notices.
    private static ReadOnlyMemory<char> Fill(ref char[] memory, string text)
    {
        Array.Fill(memory, '#');
        if (memory.Length < text.Length)
        {
            memory = new char[text.Length * 2];
        }

        text.CopyTo(memory);
        return memory.AsMemory(0, text.Length);
    }

    private sealed class Values<T>(Func<int, T> value) : RowsColumn
    {
        public override Delegate Getter(RowsCursor cursor) => new ValueGetter<T>((ref T result) => result = value(cursor.Row));

        public override Func<string> Reader(DataViewRow row, DataViewSchema.Column column)
        {
            var getter = row.GetGetter<T>(column);
            return () =>
            {
                var result = default(T)!;
                getter(ref result);
                return $"{result}";
            };
        }

        public override string Expected(int row) => $"{value(row)}";
    }

    private sealed class Texts(Func<int, string> value) : RowsColumn
    {
        public override Delegate Getter(RowsCursor cursor)
        {
            char[] memory = [];
            return new ValueGetter<ReadOnlyMemory<char>>((ref ReadOnlyMemory<char> result) => result = Fill(ref memory, value(cursor.Row)));
        }

        public override Func<string> Reader(DataViewRow row, DataViewSchema.Column column) => Of<ReadOnlyMemory<char>>(null!).Reader(row, column);

        public override string Expected(int row) => value(row);
    }

    private sealed class Vectors<T>(Func<int, VBuffer<T>> value) : RowsColumn
    {
        public override Delegate Getter(RowsCursor cursor) =>
            new ValueGetter<VBuffer<T>>((ref VBuffer<T> result) => value(cursor.Row).CopyTo(ref result));

        public override Func<string> Reader(DataViewRow row, DataViewSchema.Column column)
        {
            var getter = row.GetGetter<VBuffer<T>>(column);
            var result = default(VBuffer<T>);
            return () =>
            {
                getter(ref result);
                return Show(result);
            };
        }

        public override string Expected(int row) => Show(value(row));
    }

    private sealed class TextVectors(Func<int, string[]> value) : RowsColumn
    {
        public override Delegate Getter(RowsCursor cursor)
        {
            var memories = new char[8][];
            Array.Fill(memories, []);
            return new ValueGetter<VBuffer<ReadOnlyMemory<char>>>((ref VBuffer<ReadOnlyMemory<char>> result) =>
            {
                var texts = value(cursor.Row);
                var editor = VBufferEditor.Create(ref result, texts.Length);
                for (var i = 0; i < texts.Length; i++)
                {
                    editor.Values[i] = Fill(ref memories[i], texts[i]);
                }

                result = editor.Commit();
            });
        }

        public override Func<string> Reader(DataViewRow row, DataViewSchema.Column column) =>
            Vector<ReadOnlyMemory<char>>(null!).Reader(row, column);

        public override string Expected(int row) => Show(new VBuffer<string>(value(row).Length, value(row)));
    }
}
