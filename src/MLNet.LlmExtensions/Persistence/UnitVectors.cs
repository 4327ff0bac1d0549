using Microsoft.ML;
using Microsoft.ML.Data;
using MLNet.LlmExtensions.FineTuning.Tasks;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>As many rows as classes: row i has the i-th unit vector for features and the i-th class for a label.</summary>
internal sealed class UnitVectors : IDataView
{
    public UnitVectors(string features, string label, ClassKeys keys)
    {
        Count = keys.Count;
        var annotations = new DataViewSchema.Annotations.Builder();
        keys.AddTo(annotations, ScoreAnnotations.KeyValues);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(features, new VectorDataViewType(NumberDataViewType.Single, Count));
        builder.AddColumn(label, new KeyDataViewType(typeof(uint), Count), annotations.ToAnnotations());
        Schema = builder.ToSchema();
    }

    public DataViewSchema Schema { get; }

    public bool CanShuffle => false;

    /// <summary>The number of rows, and of classes.</summary>
    internal int Count { get; }

    public long? GetRowCount() => Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new UnitVectorCursor(this, [.. columnsNeeded.Select(column => column.Index)]);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
