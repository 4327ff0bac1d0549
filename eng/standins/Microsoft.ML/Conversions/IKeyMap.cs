namespace Microsoft.ML.Data;

/// <summary>The values that keys stand for.</summary>
internal interface IKeyMap
{
    Type ValueType { get; }

    int Count { get; }

    Delegate CreateGetter(DataViewRow row, DataViewSchema.Column column);

    /// <summary>Adds the values as the annotation that names keys.</summary>
    void AddKeyValues(DataViewSchema.Annotations.Builder annotations, DataViewSchema.Column source, bool asText);

    void Save(BinaryWriter writer);
}
