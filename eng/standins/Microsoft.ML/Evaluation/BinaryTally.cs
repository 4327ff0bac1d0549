namespace Microsoft.ML.Data;

/// <summary>What the metrics of a binary classifier are computed from, row by row.</summary>
internal sealed class BinaryTally
{
    private readonly List<(float Score, bool IsPositive)> _rows = [];
    private double _truePositives;
    private double _trueNegatives;
    private double _falsePositives;
    private double _falseNegatives;
    private double _loss;

    public double Accuracy => (_truePositives + _trueNegatives) / _rows.Count;

    public double PositivePrecision => Ratio(_truePositives, _falsePositives);

    public double PositiveRecall => Ratio(_truePositives, _falseNegatives);

    public double NegativePrecision => Ratio(_trueNegatives, _falseNegatives);

    public double NegativeRecall => Ratio(_trueNegatives, _falsePositives);

    public double F1Score
    {
        get
        {
            double sum = PositivePrecision + PositiveRecall;
            return sum == 0 ? 0 : 2 * PositivePrecision * PositiveRecall / sum;
        }
    }

    /// <summary>The entropy of the classes' shares, in bits.</summary>
    public double Entropy
    {
        get
        {
            double share = (_truePositives + _falseNegatives) / _rows.Count;
            return -Bits(share) - Bits(1 - share);

            static double Bits(double p) => p > 0 ? p * Math.Log2(p) : 0;
        }
    }

    /// <summary>In bits for each row.</summary>
    public double LogLoss => _rows.Count > 0 ? _loss / _rows.Count : 0;

    public double LogLossReduction => _rows.Count > 0 ? (Entropy - LogLoss) / Entropy : 0;

    /// <summary>Row: the true class; column: the predicted one; positive first.</summary>
    public double[][] Counts => [[_truePositives, _falseNegatives], [_falsePositives, _trueNegatives]];

    /// <param name="isPositive">Whether the true class is the positive one.</param>
    /// <param name="score">The raw score; above 0 the prediction is positive.</param>
    /// <param name="probability">The probability of the positive class; NaN where there is none.</param>
    public void Add(bool isPositive, float score, float probability)
    {
        _rows.Add((score, isPositive));
        bool predicted = score > 0;
        if (isPositive && predicted)
            _truePositives++;
        else if (isPositive)
            _falseNegatives++;
        else if (predicted)
            _falsePositives++;
        else
            _trueNegatives++;

        _loss -= Math.Log2(isPositive ? probability : 1.0 - probability);
    }

    /// <summary>The part of all pairs of a positive and a negative row that are in the right order; ties count half.</summary>
    public double AreaUnderRocCurve()
    {
        double positives = _rows.Count(row => row.IsPositive);
        double negatives = _rows.Count - positives;
        Guard.Argument(positives > 0, "PosSample", "AUC is not defined when there is no positive class in the data");
        Guard.Argument(negatives > 0, "NegSample", "AUC is not defined when there is no negative class in the data");

        double pairs = 0;
        double positivesAbove = 0;
        foreach (var tie in _rows.GroupBy(row => row.Score).OrderByDescending(tie => tie.Key))
        {
            double tiedPositives = tie.Count(row => row.IsPositive);
            double tiedNegatives = tie.Count() - tiedPositives;
            pairs += tiedNegatives * (positivesAbove + 0.5 * tiedPositives);
            positivesAbove += tiedPositives;
        }

        return pairs / (positives * negatives);
    }

    /// <summary>By the lower trapezoid estimator (Boyd, Eng and Page, 2013).</summary>
    public double AreaUnderPrecisionRecallCurve()
    {
        double positives = _rows.Count(row => row.IsPositive);
        double area = 0;
        double seen = 0;
        double found = 0;
        double lastPrecision = 1;
        foreach ((_, bool isPositive) in _rows.OrderByDescending(row => row.Score))
        {
            seen++;
            if (isPositive)
            {
                found++;
                area += (lastPrecision + found / seen) / (2 * positives);
            }

            lastPrecision = found / seen;
        }

        return area;
    }

    private static double Ratio(double hits, double misses) => hits + misses > 0 ? hits / (hits + misses) : 0;
}
