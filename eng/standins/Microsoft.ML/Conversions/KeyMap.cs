namespace Microsoft.ML.Data;

/// <summary>Finds the values of a column and numbers them.</summary>
internal static class KeyMap
{
    public static IKeyMap Train(IDataView data, DataViewSchema.Column column, int maximumCount, bool sort) =>
        (IKeyMap)Generic.Invoke(typeof(KeyMap), nameof(TrainCore), column.Type.ItemType().RawType, data, column, maximumCount, sort);

    public static IKeyMap Load(BinaryReader reader) =>
        (IKeyMap)Generic.Invoke(typeof(KeyMap), nameof(LoadCore), reader.ReadType().RawType, reader);

    private static KeyMap<T> TrainCore<T>(IDataView data, DataViewSchema.Column column, int maximumCount, bool sort)
        where T : struct
    {
        // A key's 0 is a missing one; what is missing in other types the type says.
        bool isKey = column.Type.ItemType() is KeyDataViewType;
        var seen = new HashSet<T>(Values.Comparer<T>());
        List<T> values = [];
        ValueGetters.ForEach<T>(data, column, value =>
        {
            bool isMissing = isKey ? EqualityComparer<T>.Default.Equals(value, default) : Values.IsMissing(value);
            if (isMissing || values.Count == maximumCount || seen.Contains(value))
                return;

            T own = Own(value);
            seen.Add(own);
            values.Add(own);
        });

        if (sort)
            values.Sort(Values.Order<T>());
        return new KeyMap<T>([.. values]);
    }

    /// <summary>Text may lie in a buffer of the cursor.</summary>
    private static T Own<T>(T value) =>
        value is ReadOnlyMemory<char> text ? (T)(object)text.ToString().AsMemory() : value;

    private static KeyMap<T> LoadCore<T>(BinaryReader reader)
        where T : struct => KeyMap<T>.Load(reader);
}
