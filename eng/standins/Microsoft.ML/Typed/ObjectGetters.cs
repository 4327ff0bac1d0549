namespace Microsoft.ML.Data;

/// <summary>Makes getters of columns from functions that return members.</summary>
internal static class ObjectGetters
{
    /// <summary>The getter over a <see cref="Func{TResult}"/> of the member's type.</summary>
    public static Delegate Create(Type memberType, Delegate read)
    {
        if (memberType == typeof(string))
            return Text((Func<string>)read);
        if (memberType == typeof(string[]))
            return TextArray((Func<string[]>)read);
        if (memberType.IsArray)
            return (Delegate)Generic.Invoke(typeof(ObjectGetters), nameof(Array), memberType.GetElementType(), read);
        if (memberType.IsGenericType && memberType.GetGenericTypeDefinition() == typeof(VBuffer<>))
            return (Delegate)Generic.Invoke(typeof(ObjectGetters), nameof(Vector), memberType.GetGenericArguments()[0], read);
        return (Delegate)Generic.Invoke(typeof(ObjectGetters), nameof(Value), memberType, read);
    }

    /// <summary>The getter of a key: 0 to count - 1 become 1 to count, and anything larger becomes 0, which is missing.</summary>
    public static Delegate CreateKey(KeyDataViewType type, Delegate read) => read switch
    {
        Func<uint> value => (ValueGetter<uint>)((ref uint key) => key = (uint)Shift(value(), type.Count)),
        Func<ulong> value => (ValueGetter<ulong>)((ref ulong key) => key = Shift(value(), type.Count)),
        Func<byte> value => (ValueGetter<byte>)((ref byte key) => key = (byte)Shift(value(), type.Count)),
        _ => throw new InvalidOperationException($"Keys of type {type.RawType} cannot be read from members."),
    };

    private static ulong Shift(ulong value, ulong count) => value < count ? value + 1 : 0;

    private static ValueGetter<ReadOnlyMemory<char>> Text(Func<string> read) =>
        (ref ReadOnlyMemory<char> value) => value = read().AsMemory();

    private static ValueGetter<VBuffer<ReadOnlyMemory<char>>> TextArray(Func<string[]> read) =>
        (ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            string[] items = read() ?? [];
            var editor = VBufferEditor.Create(ref value, items.Length);
            for (int i = 0; i < items.Length; i++)
                editor.Values[i] = items[i].AsMemory();
            value = editor.Commit();
        };

    private static ValueGetter<VBuffer<T>> Array<T>(Func<T[]> read) =>
        (ref VBuffer<T> value) =>
        {
            T[] items = read() ?? [];
            var editor = VBufferEditor.Create(ref value, items.Length);
            items.CopyTo(editor.Values);
            value = editor.Commit();
        };

    private static ValueGetter<VBuffer<T>> Vector<T>(Func<VBuffer<T>> read) => (ref VBuffer<T> value) => read().CopyTo(ref value);

    private static ValueGetter<T> Value<T>(Func<T> read) => (ref T value) => value = read();
}
