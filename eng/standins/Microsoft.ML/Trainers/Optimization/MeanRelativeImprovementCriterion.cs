namespace Microsoft.ML.Trainers;

/// <summary>Stops when the average improvement of the last five iterations is a small part of the value itself.</summary>
internal sealed class MeanRelativeImprovementCriterion(double tolerance, int maximumIterations) : ITerminationCriterion
{
    private const int Window = 5;
    private readonly Queue<double> _past = new(Window);

    public bool IsReached(int iteration, double lastValue, double value)
    {
        if (_past.Count < Window)
        {
            _past.Enqueue(value);
            return iteration >= maximumIterations;
        }

        double improvement = (_past.Dequeue() - value) / Window;
        _past.Enqueue(value);
        return improvement / Math.Abs(value) < tolerance || iteration >= maximumIterations;
    }
}
