using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Rows.Cursors;

/// <summary>The values of one column in the rows that were read ahead. Reused from one look-ahead to the next.</summary>
internal abstract class ColumnBuffer
{
    private static readonly ConcurrentDictionary<Type, Func<IRowPosition, DataViewRowCursor, DataViewSchema.Column, ColumnBuffer>> Factories = new();

    /// <summary>The column's <see cref="ValueGetter{TValue}"/>, which serves the row that the cursor stands on.</summary>
    public abstract Delegate Getter { get; }

    /// <summary>Makes room for rows, keeping those that are there.</summary>
    public abstract void EnsureCapacity(int rows);

    /// <summary>Takes the value of the row that the input cursor stands on.</summary>
    /// <returns>How many characters or numbers were stored beyond the fixed size of a row.</returns>
    public abstract int Read(int row);

    /// <summary>Makes the buffer that fits the column's type.</summary>
    public static ColumnBuffer Create(IRowPosition position, DataViewRowCursor input, DataViewSchema.Column column) =>
        Factories.GetOrAdd(column.Type.RawType, MakeFactory)(position, input, column);

    // Reflection runs once for each value type; what it yields is an ordinary delegate.
    private static Func<IRowPosition, DataViewRowCursor, DataViewSchema.Column, ColumnBuffer> MakeFactory(Type type)
    {
        var (name, argument) = type switch
        {
            _ when type == typeof(ReadOnlyMemory<char>) => (nameof(NewText), null),
            _ when type == typeof(VBuffer<ReadOnlyMemory<char>>) => (nameof(NewTextVector), null),
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(VBuffer<>) => (nameof(NewVector), type.GetGenericArguments()[0]),
            _ => (nameof(NewValue), type),
        };
        var method = typeof(ColumnBuffer).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;
        return (argument is null ? method : method.MakeGenericMethod(argument))
            .CreateDelegate<Func<IRowPosition, DataViewRowCursor, DataViewSchema.Column, ColumnBuffer>>();
    }

    private static ColumnBuffer NewValue<T>(IRowPosition position, DataViewRowCursor input, DataViewSchema.Column column) =>
        new ValueColumnBuffer<T>(position, input.GetGetter<T>(column));

    private static ColumnBuffer NewVector<T>(IRowPosition position, DataViewRowCursor input, DataViewSchema.Column column) =>
        new VectorColumnBuffer<T>(position, input.GetGetter<VBuffer<T>>(column));

    private static ColumnBuffer NewText(IRowPosition position, DataViewRowCursor input, DataViewSchema.Column column) =>
        new TextColumnBuffer(position, input.GetGetter<ReadOnlyMemory<char>>(column));

    private static ColumnBuffer NewTextVector(IRowPosition position, DataViewRowCursor input, DataViewSchema.Column column) =>
        new TextVectorColumnBuffer(position, input.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column));
}
