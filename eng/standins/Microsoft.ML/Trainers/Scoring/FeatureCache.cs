using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>The features of the row that a cursor is at, read only once.</summary>
internal sealed class FeatureCache(DataViewRow row, DataViewSchema.Column column)
{
    private readonly ValueGetter<VBuffer<float>> _get = row.GetGetter<VBuffer<float>>(column);
    private VBuffer<float> _features;
    private long _position = -1;

    /// <summary>Reads the features unless they are those of the last call; true where they are new.</summary>
    public bool TryAdvance(out VBuffer<float> features)
    {
        Guard.State(row.Position >= 0, "Values cannot be fetched before the first row.");
        bool isNew = row.Position != _position;
        if (isNew)
        {
            _get(ref _features);
            _position = row.Position;
        }

        features = _features;
        return isNew;
    }
}
