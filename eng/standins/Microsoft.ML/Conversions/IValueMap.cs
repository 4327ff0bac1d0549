namespace Microsoft.ML.Data;

/// <summary>A table from values of one type to values of another.</summary>
internal interface IValueMap
{
    /// <summary>The .NET type of what is looked up.</summary>
    Type KeyType { get; }

    /// <summary>The type of what is found.</summary>
    DataViewType ValueType { get; }

    /// <summary>What describes it.</summary>
    DataViewSchema.Annotations ValueAnnotations { get; }

    Delegate CreateGetter(DataViewRow row, DataViewSchema.Column column);

    void Save(BinaryWriter writer);
}
