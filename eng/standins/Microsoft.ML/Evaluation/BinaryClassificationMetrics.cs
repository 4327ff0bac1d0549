namespace Microsoft.ML.Data;

public class BinaryClassificationMetrics
{
    internal BinaryClassificationMetrics(BinaryTally tally, string[] classNames)
    {
        AreaUnderRocCurve = tally.AreaUnderRocCurve();
        AreaUnderPrecisionRecallCurve = tally.AreaUnderPrecisionRecallCurve();
        Accuracy = tally.Accuracy;
        PositivePrecision = tally.PositivePrecision;
        PositiveRecall = tally.PositiveRecall;
        NegativePrecision = tally.NegativePrecision;
        NegativeRecall = tally.NegativeRecall;
        F1Score = tally.F1Score;
        ConfusionMatrix = new ConfusionMatrix(tally.Counts, classNames, isBinary: true);
    }

    public double AreaUnderRocCurve { get; }

    public double Accuracy { get; }

    public double PositivePrecision { get; }

    public double PositiveRecall { get; private set; }

    public double NegativePrecision { get; }

    public double NegativeRecall { get; }

    public double F1Score { get; }

    public double AreaUnderPrecisionRecallCurve { get; }

    public ConfusionMatrix ConfusionMatrix { get; }
}
