using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Serving.Models;

/// <summary>Reads a <see cref="RequestView"/>.</summary>
internal sealed class RequestCursor(DataViewSchema schema, string textColumn, IReadOnlyList<string> texts, HashSet<int> active) : DataViewRowCursor
{
    private static readonly MethodInfo VectorDefault =
        typeof(RequestCursor).GetMethod(nameof(EmptyVector), BindingFlags.NonPublic | BindingFlags.Static)!;

    private long _position = -1;

    public override DataViewSchema Schema => schema;

    public override long Position => _position;

    public override long Batch => 0;

    public override bool MoveNext()
    {
        if (_position + 1 < texts.Count)
        {
            _position++;
            return true;
        }

        return false;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (typeof(TValue) != column.Type.RawType)
        {
            throw new InvalidOperationException($"Column '{column.Name}' is of type {column.Type.RawType} and not {typeof(TValue)}.");
        }

        if (column.Name == textColumn)
        {
            ValueGetter<ReadOnlyMemory<char>> text = (ref ReadOnlyMemory<char> value) => value = texts[(int)_position].AsMemory();
            return (ValueGetter<TValue>)(Delegate)text;
        }

        return column.Type is VectorDataViewType vector
            ? (ValueGetter<TValue>)VectorDefault.MakeGenericMethod(vector.ItemType.RawType).Invoke(null, [vector.Size])!
            : (ref TValue value) => value = default!;
    }

    private static ValueGetter<VBuffer<T>> EmptyVector<T>(int size) => (ref VBuffer<T> value) => value = new VBuffer<T>(size, 0, [], []);
}
