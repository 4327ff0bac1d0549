namespace MLNet.LlmExtensions.Training.Loop;

/// <summary>Counts right and wrong decisions and adds up losses.</summary>
internal sealed class ClassificationMetrics(int classes)
{
    private readonly int[] _truePositives = new int[classes];
    private readonly int[] _predicted = new int[classes];
    private readonly int[] _actual = new int[classes];
    private double _loss;
    private int _rows;

    /// <summary>The mean loss.</summary>
    public double Loss => _rows == 0 ? 0 : _loss / _rows;

    /// <summary>Counts a row.</summary>
    /// <param name="predicted">A truth value for each class.</param>
    /// <param name="labels">The classes it has.</param>
    /// <param name="loss">Its loss.</param>
    public void Add(ReadOnlySpan<bool> predicted, IReadOnlyList<int> labels, double loss)
    {
        _rows++;
        _loss += loss;
        for (var c = 0; c < classes; c++)
        {
            _predicted[c] += predicted[c] ? 1 : 0;
        }

        foreach (var label in labels)
        {
            _actual[label]++;
            _truePositives[label] += predicted[label] ? 1 : 0;
        }
    }

    /// <summary>See <see cref="TrainingMetric.Accuracy"/>.</summary>
    /// <param name="multiLabel">Whether a row has any number of classes.</param>
    public double Accuracy(bool multiLabel)
    {
        if (_rows == 0)
        {
            return 0;
        }

        if (!multiLabel)
        {
            return (double)_truePositives.Sum() / _rows;
        }

        // A decision is wrong where a class was predicted and absent, or present and not predicted.
        var wrong = 0L;
        for (var c = 0; c < classes; c++)
        {
            wrong += _predicted[c] + _actual[c] - (2 * _truePositives[c]);
        }

        return 1 - ((double)wrong / ((long)_rows * classes));
    }

    /// <summary>See <see cref="TrainingMetric.MacroF1"/>.</summary>
    public double MacroF1()
    {
        var (sum, counted) = (0.0, 0);
        for (var c = 0; c < classes; c++)
        {
            if (_predicted[c] + _actual[c] > 0)
            {
                sum += 2.0 * _truePositives[c] / (_predicted[c] + _actual[c]);
                counted++;
            }
        }

        return counted == 0 ? 0 : sum / counted;
    }
}
