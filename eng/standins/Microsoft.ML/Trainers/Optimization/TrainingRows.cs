namespace Microsoft.ML.Trainers;

/// <summary>
/// The training set in memory: features row by row in one dense array, labels as class numbers (0-based) and weights.
/// </summary>
internal sealed class TrainingRows
{
    private float[] _features;
    private int[] _labels;
    private float[] _weights;

    public TrainingRows(int featureCount, int capacity = 256)
    {
        FeatureCount = featureCount;
        _features = new float[checked(featureCount * capacity)];
        _labels = new int[capacity];
        _weights = new float[capacity];
    }

    public int FeatureCount { get; }

    public int Count { get; private set; }

    public double WeightSum { get; private set; }

    public ReadOnlySpan<float> Features(int row) => _features.AsSpan(row * FeatureCount, FeatureCount);

    public int Label(int row) => _labels[row];

    public float Weight(int row) => _weights[row];

    /// <summary>Adds a row and returns the place that its features are to be written to.</summary>
    public Span<float> Add(int label, float weight)
    {
        if (Count == _labels.Length)
        {
            int capacity = checked(2 * Count);
            Array.Resize(ref _features, checked(capacity * FeatureCount));
            Array.Resize(ref _labels, capacity);
            Array.Resize(ref _weights, capacity);
        }

        _labels[Count] = label;
        _weights[Count] = weight;
        WeightSum += weight;
        Count++;
        return _features.AsSpan((Count - 1) * FeatureCount, FeatureCount);
    }
}
