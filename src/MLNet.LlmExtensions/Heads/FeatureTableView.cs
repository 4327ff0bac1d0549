using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Heads;

/// <summary>Some rows of a table as data for ML.NET's trainers: features, label and weight.</summary>
internal sealed class FeatureTableView : IDataView
{
    /// <summary>The name of the weight column.</summary>
    public const string Weight = "__LinearProbeWeight";

    public FeatureTableView(FeatureTable table, int[] rows, float[] classWeights)
    {
        Table = table;
        Rows = rows;
        ClassWeights = classWeights;
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(table.FeatureColumn.Name, table.FeatureColumn.Type, table.FeatureColumn.Annotations);
        builder.AddColumn(table.LabelColumn.Name, table.LabelColumn.Type, table.LabelColumn.Annotations);
        builder.AddColumn(Weight, NumberDataViewType.Single);
        Schema = builder.ToSchema();
    }

    public DataViewSchema Schema { get; }

    public bool CanShuffle => false;

    internal FeatureTable Table { get; }

    internal int[] Rows { get; }

    internal float[] ClassWeights { get; }

    public long? GetRowCount() => Rows.Length;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = new bool[Schema.Count];
        foreach (var column in columnsNeeded)
        {
            active[column.Index] = true;
        }

        return new FeatureTableCursor(this, active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
