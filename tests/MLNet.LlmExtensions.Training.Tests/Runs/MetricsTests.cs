using MLNet.LlmExtensions.Training.Loop;

namespace MLNet.LlmExtensions.Training.Tests.Runs;

public sealed class MetricsTests
{
    [Fact]
    public void Metrics_of_one_class_a_row_are_those_counted_by_hand()
    {
        // Actual 0,0,0,1,1,2 and predicted 0,0,1,1,0,1: F1 of 2·2/(3+3), 2·1/(3+2) and 0; class 3 does not occur.
        var metrics = new ClassificationMetrics(4);
        foreach (var (actual, predicted) in new[] { (0, 0), (0, 0), (0, 1), (1, 1), (1, 0), (2, 1) })
        {
            metrics.Add([.. Enumerable.Range(0, 4).Select(c => c == predicted)], [actual], loss: actual);
        }

        Assert.Equal(3 / 6.0, metrics.Accuracy(multiLabel: false), 12);
        Assert.Equal(((4 / 6.0) + (2 / 5.0) + 0) / 3, metrics.MacroF1(), 12);
        Assert.Equal(4 / 6.0, metrics.Loss, 12);
    }

    [Fact]
    public void With_several_classes_a_row_each_decision_counts()
    {
        var metrics = new ClassificationMetrics(3);
        metrics.Add([true, false, true], [0], 0);
        metrics.Add([false, false, false], [1, 2], 0);

        Assert.Equal(3 / 6.0, metrics.Accuracy(multiLabel: true), 12);
        Assert.Equal(1 / 3.0, metrics.MacroF1(), 12);
    }

    [Fact]
    public void Patience_counts_evaluations_without_a_sufficient_improvement_and_the_best_needs_any()
    {
        var tracker = new BestTracker(TrainingMetric.Loss, minimumDelta: 0.1, patience: 2);

        Assert.True(tracker.Observe(Evaluation(1.0)));
        Assert.True(tracker.Observe(Evaluation(0.95)));
        Assert.False(tracker.ShouldStop);
        Assert.False(tracker.Observe(Evaluation(0.95)));
        Assert.True(tracker.ShouldStop);

        var again = new BestTracker(TrainingMetric.Loss, minimumDelta: 0.1, patience: 2);
        again.Replay([Evaluation(1.0), Evaluation(0.95)]);
        Assert.True(again.Observe(Evaluation(0.8)));
        Assert.False(again.ShouldStop);
    }

    [Fact]
    public void Of_accuracy_more_is_better()
    {
        var tracker = new BestTracker(TrainingMetric.Accuracy, 0, patience: null);

        Assert.True(tracker.Observe(Evaluation(1, 0.5)));
        Assert.False(tracker.Observe(Evaluation(0.1, 0.4)));
        Assert.True(tracker.Observe(Evaluation(3, 0.6)));
        Assert.False(tracker.ShouldStop);
    }

    private static TrainingEvaluation Evaluation(double loss, double accuracy = 0) => new(1, 1, loss, accuracy, 0, false);
}
