using MLNet.LlmExtensions.Training.Optimization;

namespace MLNet.LlmExtensions.Training.Tests.Optimization;

/// <summary>The values that transformers' own tests expect of its schedules, with a learning rate of 10 and 2 warm-up steps of 10.</summary>
public sealed class LearningRatesTests
{
    [Theory]
    [InlineData(LearningRateSchedule.Linear, 2, new[] { 0.0, 5.0, 10.0, 8.75, 7.5, 6.25, 5.0, 3.75, 2.5, 1.25 })]
    [InlineData(LearningRateSchedule.Cosine, 2, new[] { 0.0, 5.0, 10.0, 9.61, 8.53, 6.91, 5.0, 3.08, 1.46, 0.38 })]
    [InlineData(LearningRateSchedule.Constant, 4, new[] { 0.0, 2.5, 5.0, 7.5, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0 })]
    public void Rates_are_those_of_transformers(LearningRateSchedule schedule, int warmup, double[] expected)
    {
        var rates = new LearningRates(schedule, warmup, 10);

        Assert.Equal(expected, Enumerable.Range(0, 10).Select(step => 10 * rates.Factor(step)), (x, y) => Math.Abs(x - y) < 0.01);
    }

    [Fact]
    public void The_warm_up_is_rounded_up_and_may_be_absent()
    {
        Assert.Equal(4, LearningRates.Create(LearningRateSchedule.Linear, 0.1, 31).WarmupSteps);
        Assert.Equal(1, LearningRates.Create(LearningRateSchedule.Linear, 0, 31).Factor(0));
    }
}
