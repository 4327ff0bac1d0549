namespace Microsoft.ML.Data;

public sealed class MulticlassClassificationMetrics
{
    internal MulticlassClassificationMetrics(MulticlassTally tally, string[] classNames, int topKPredictionCount)
    {
        LogLoss = tally.LogLoss;
        LogLossReduction = tally.LogLossReduction;
        MacroAccuracy = tally.MacroAccuracy;
        MicroAccuracy = tally.MicroAccuracy;
        PerClassLogLoss = Array.AsReadOnly(tally.PerClassLogLoss);
        ConfusionMatrix = new ConfusionMatrix(tally.Counts, classNames, isBinary: false);
        TopKPredictionCount = topKPredictionCount;
        if (topKPredictionCount > 0)
            TopKAccuracyForAllK = Array.AsReadOnly(tally.TopKAccuracies(topKPredictionCount));
    }

    public double LogLoss { get; }

    public double LogLossReduction { get; private set; }

    public double MacroAccuracy { get; }

    public double MicroAccuracy { get; }

    public double TopKAccuracy => TopKAccuracyForAllK?.LastOrDefault() ?? 0;

    public int TopKPredictionCount { get; }

    public IReadOnlyList<double> TopKAccuracyForAllK { get; }

    public IReadOnlyList<double> PerClassLogLoss { get; }

    public ConfusionMatrix ConfusionMatrix { get; }
}
