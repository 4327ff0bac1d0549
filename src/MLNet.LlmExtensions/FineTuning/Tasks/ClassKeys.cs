using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.FineTuning.Tasks;

/// <summary>
/// The values of a key column – the names of the classes, whatever type they have – in memory of their own, so that a trained
/// model does not keep hold of the data that it was trained on.
/// </summary>
internal sealed class ClassKeys
{
    private static readonly ConcurrentDictionary<Type, Func<DataViewSchema.Column, VectorDataViewType, ClassKeys>> Readers = new();

    private ClassKeys(int count, IReadOnlyList<string> names, VectorDataViewType? type, Delegate? getter)
    {
        Count = count;
        Names = names;
        Type = type;
        Getter = getter;
    }

    public int Count { get; }

    /// <summary>The values as text; the numbers of the keys, from 1, where the column has no values.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The type of the values, a vector; null where the column has none.</summary>
    public VectorDataViewType? Type { get; }

    private Delegate? Getter { get; }

    /// <summary>Reads the values of a key column.</summary>
    public static ClassKeys Of(DataViewSchema.Column column)
    {
        var count = checked((int)((KeyDataViewType)column.Type).Count);
        return column.Annotations.Schema.GetColumnOrNull(ScoreAnnotations.KeyValues)?.Type is VectorDataViewType type && type.Size == count
            ? Readers.GetOrAdd(type.ItemType.RawType, MakeReader)(column, type)
            : new ClassKeys(count, [.. Enumerable.Range(1, count).Select(key => key.ToString(CultureInfo.InvariantCulture))], null, null);
    }

    /// <summary>Texts as the values of keys.</summary>
    public static ClassKeys Of(IReadOnlyList<string> names) => FromValues(
        names.Select(name => name.AsMemory()).ToArray(), new VectorDataViewType(TextDataViewType.Instance, names.Count));

    /// <summary>Adds the values to a column's annotations, where there are any.</summary>
    public void AddTo(DataViewSchema.Annotations.Builder annotations, string kind)
    {
        if (Type is not null)
        {
            annotations.Add(kind, Type, Getter!);
        }
    }

    // Reflection runs once for each type of value; what it yields is an ordinary delegate.
    private static Func<DataViewSchema.Column, VectorDataViewType, ClassKeys> MakeReader(Type type) =>
        typeof(ClassKeys).GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type)
            .CreateDelegate<Func<DataViewSchema.Column, VectorDataViewType, ClassKeys>>();

    private static ClassKeys Read<T>(DataViewSchema.Column column, VectorDataViewType type)
    {
        var values = default(VBuffer<T>);
        column.Annotations.GetValue(ScoreAnnotations.KeyValues, ref values);
        return FromValues([.. values.DenseValues()], type);
    }

    private static ClassKeys FromValues<T>(T[] values, VectorDataViewType type) => new(
        values.Length,
        [.. values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")],
        type,
        new ValueGetter<VBuffer<T>>((ref VBuffer<T> result) => new VBuffer<T>(values.Length, values).CopyTo(ref result)));
}
