namespace Microsoft.ML.Trainers;

/// <summary>Stops when the geometrically weighted average of the improvements falls below the tolerance.</summary>
internal sealed class MeanImprovementCriterion(double tolerance, int maximumIterations) : ITerminationCriterion
{
    private const double Decay = 0.25;
    private double _sum;

    public bool IsReached(int iteration, double lastValue, double value)
    {
        _sum = lastValue - value + Decay * _sum;
        double mean = _sum * (1 - Decay) / (1 - Math.Pow(Decay, iteration));
        return mean < tolerance || iteration >= maximumIterations;
    }
}
