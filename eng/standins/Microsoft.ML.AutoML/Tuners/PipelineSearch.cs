using Microsoft.ML.SearchSpace;

namespace Microsoft.ML.AutoML;

using SearchSpace = Microsoft.ML.SearchSpace.SearchSpace;

/// <summary>The search in one pipeline, and what it has cost.</summary>
internal sealed class PipelineSearch(SearchSpace space, Random random)
{
    // A trial is never quite free, so that a cost can be a divisor.
    private const double LeastCost = 1e-3;

    private readonly LocalSearch _search = new(space.Default, random);
    private double _cost;
    private double _costAtBest;
    private double _costAtSecondBest;
    private double _secondBestLoss = double.PositiveInfinity;

    public int Trials { get; private set; }

    public double BestLoss { get; private set; } = double.PositiveInfinity;

    public double CostOfOneTrial => Math.Max(LeastCost, _cost / Trials);

    public Parameter Propose() => space.SampleFromFeatureSpace(_search.Propose());

    public void Update(double loss, double cost)
    {
        Trials++;
        _cost += Math.Max(LeastCost, cost);

        // What a failed trial reports is no measure of anything.
        double known = double.IsFinite(loss) && loss < double.MaxValue ? loss : double.PositiveInfinity;
        _search.Update(known);
        if (known >= BestLoss)
            return;

        _secondBestLoss = BestLoss;
        BestLoss = known;
        _costAtSecondBest = _costAtBest;
        _costAtBest = _cost;
    }

    /// <summary>What it will probably cost until this pipeline is the best, or better than the best.</summary>
    /// <param name="best">The lowest loss of all pipelines.</param>
    /// <param name="usualCost">What a trial costs where none has been made.</param>
    public double CostForImprovement(double best, double usualCost)
    {
        if (Trials == 0)
            return usualCost;

        // As long as the last improvements took, or as what has been spent since; or by making trials longer, here two of them.
        double improvement = Math.Max(_cost - _costAtBest, _costAtBest - _costAtSecondBest);
        double own = Math.Max(LeastCost, Math.Min(improvement, 2 * CostOfOneTrial));
        if (BestLoss <= best)
            return own;

        // Behind: at the pace of its improvements so far, or as much again as it has had where there is none yet.
        double gap = BestLoss - best;
        double pace = double.IsFinite(_secondBestLoss) ? (_secondBestLoss - BestLoss) / (_cost - _costAtSecondBest) : 0;
        return Math.Max(own, pace > 0 && double.IsFinite(gap) ? 2 * gap / pace : 2 * _cost);
    }
}
