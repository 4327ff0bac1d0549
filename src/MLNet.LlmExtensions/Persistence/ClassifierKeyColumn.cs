using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>The constant that value maps turn into a classifier's state and payload.</summary>
internal sealed class ClassifierKeyColumn
{
    [ColumnName(ClassifierColumns.Key)]
    public int Key { get; set; }
}
