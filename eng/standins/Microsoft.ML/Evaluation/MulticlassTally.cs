namespace Microsoft.ML.Data;

/// <summary>What the metrics of a multiclass classifier are computed from, row by row.</summary>
internal sealed class MulticlassTally
{
    // The least probability that a loss is computed from.
    private const float Epsilon = 1e-15f;

    private readonly double[] _rowsOfClass;
    private readonly double[] _lossOfClass;
    private readonly double[] _rowsOfRank;
    private double _rows;
    private double _loss;

    public MulticlassTally(int classCount)
    {
        Counts = [.. Enumerable.Range(0, classCount).Select(_ => new double[classCount])];
        _rowsOfClass = new double[classCount];
        _lossOfClass = new double[classCount];
        _rowsOfRank = new double[classCount + 1];
    }

    /// <summary>Row: the true class; column: the predicted one.</summary>
    public double[][] Counts { get; }

    public double MicroAccuracy => _rows > 0 ? _rowsOfRank[0] / _rows : 0;

    public double MacroAccuracy
    {
        get
        {
            double[] recalls =
                [.. Enumerable.Range(0, Counts.Length).Where(c => _rowsOfClass[c] > 0).Select(c => Counts[c][c] / _rowsOfClass[c])];
            return recalls.Length > 0 ? recalls.Average() : 0;
        }
    }

    public double LogLoss => _rows > 0 ? _loss / _rows : 0;

    /// <summary>By how much the loss is below that of the classes' shares alone, as a part of the latter.</summary>
    public double LogLossReduction
    {
        get
        {
            double entropy = -_rowsOfClass.Where(n => n > 0).Sum(n => n / _rows * Math.Log(n / _rows));
            return (entropy - LogLoss) / entropy;
        }
    }

    public double[] PerClassLogLoss =>
        [.. _lossOfClass.Zip(_rowsOfClass, (loss, rows) => rows > 0 ? loss / rows : 0)];

    /// <param name="label">The true class; one beyond the scores is a class that the model does not know.</param>
    /// <param name="scores">The probability of each class.</param>
    public void Add(int label, ReadOnlySpan<float> scores)
    {
        bool isKnown = label < scores.Length;
        float labelScore = isKnown ? scores[label] : 0;
        double loss = -Math.Log(isKnown ? Math.Clamp(labelScore, Epsilon, 1) : Epsilon);

        int rank = 0;
        int best = 0;
        for (int c = 0; c < scores.Length; c++)
        {
            // Of equal scores the first one wins.
            if (scores[c] > labelScore || scores[c] == labelScore && c < label)
                rank++;
            if (scores[c] > scores[best])
                best = c;
        }

        _rows++;
        _loss += loss;
        _rowsOfRank[rank]++;
        if (isKnown)
        {
            _rowsOfClass[label]++;
            _lossOfClass[label] += loss;
            Counts[label][best]++;
        }
    }

    /// <summary>The accuracy when the true class counts as found among the first 1, 2, ... k.</summary>
    public double[] TopKAccuracies(int k)
    {
        var accuracies = new double[Math.Min(k, _rowsOfRank.Length)];
        double sum = 0;
        for (int i = 0; i < accuracies.Length; i++)
        {
            sum += _rowsOfRank[i] / _rows;
            accuracies[i] = sum;
        }

        return accuracies;
    }
}
