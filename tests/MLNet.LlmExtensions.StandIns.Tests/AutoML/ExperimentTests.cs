using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace.Option;
using Space = Microsoft.ML.SearchSpace.SearchSpace;

namespace MLNet.LlmExtensions.StandIns.Tests.AutoML;

public sealed class ExperimentTests
{
    private readonly MLContext _ml = new(1);
    private readonly RecordingMonitor _monitor = new();

    [Fact]
    public async Task The_lowest_loss_wins_and_the_monitor_hears_of_everything_in_order()
    {
        var runner = new FunctionRunner(settings => new[] { 3.0, 5, 2, 2 }[settings.TrialId]);
        TrialResult best = await Experiment(runner, 4).RunAsync(CancellationToken.None);

        Assert.Equal(2, best.TrialSettings.TrialId);
        Assert.Equal(-2, best.Metric);
        Assert.NotNull(best.TrialSettings.EndedAtUtc);
        Assert.True(best.PeakMemoryInMegaByte > 1);
        Assert.Equal("run 0, done 0, best 0, run 1, done 1, run 2, done 2, best 2, run 3, done 3", _monitor.Text);
        Assert.Equal(4, runner.Disposals);
    }

    [Fact]
    public async Task A_failure_of_the_first_trial_ends_the_experiment()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() =>
            Experiment(new FunctionRunner(_ => throw new InvalidDataException()), 4).RunAsync(CancellationToken.None));
        Assert.Equal("run 0, fail 0 InvalidDataException", _monitor.Text);
    }

    [Fact]
    public async Task A_later_failure_is_reported_and_the_experiment_goes_on()
    {
        var tuner = new RecordingTuner();
        TrialResult best = await Experiment(
            new FunctionRunner(settings => settings.TrialId == 1 ? throw new InvalidDataException() : 3 - settings.TrialId), 3)
            .SetTuner(tuner).RunAsync(CancellationToken.None);

        Assert.Equal(2, best.TrialSettings.TrialId);
        Assert.Equal("run 0, done 0, best 0, run 1, fail 1 InvalidDataException, run 2, done 2, best 2", _monitor.Text);
        Assert.Equal(["0: 3", "1: 1.7976931348623157E+308", "2: 1"], tuner.Updates);
    }

    [Fact]
    public async Task A_trial_may_cancel_itself_even_the_first()
    {
        TrialResult best = await Experiment(
            new FunctionRunner(settings => settings.TrialId == 0 ? throw new OperationCanceledException() : 1), 2).RunAsync(CancellationToken.None);

        Assert.Equal(1, best.TrialSettings.TrialId);
        Assert.Equal("run 0, fail 0 OperationCanceledException, run 1, done 1, best 1", _monitor.Text);
    }

    [Fact]
    public async Task A_loss_that_is_infinite_or_no_number_is_never_the_best()
    {
        TrialResult best = await Experiment(
            new FunctionRunner(settings => new[] { double.NaN, 7, double.PositiveInfinity }[settings.TrialId]), 3).RunAsync(CancellationToken.None);

        Assert.Equal(1, best.TrialSettings.TrialId);
        await Assert.ThrowsAsync<TimeoutException>(() =>
            Experiment(new FunctionRunner(_ => double.NaN), 2).RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Cancellation_gives_the_best_so_far_and_is_no_failure()
    {
        using var cancel = new CancellationTokenSource();
        TrialResult best = await Experiment(new FunctionRunner(async (settings, token) =>
        {
            if (settings.TrialId == 2)
            {
                await cancel.CancelAsync();
                await Task.Delay(TimeSpan.FromMinutes(1), token);
            }

            return 1;
        }), 9).RunAsync(cancel.Token);

        Assert.Equal(0, best.TrialSettings.TrialId);
        Assert.Equal("run 0, done 0, best 0, run 1, done 1, run 2", _monitor.Text);
    }

    [Fact]
    public async Task A_trial_that_ignores_the_cancellation_counts()
    {
        using var cancel = new CancellationTokenSource();
        TrialResult best = await Experiment(new FunctionRunner(settings =>
        {
            if (settings.TrialId == 1)
                cancel.Cancel();

            return -settings.TrialId;
        }), 9).RunAsync(cancel.Token);

        Assert.Equal(1, best.TrialSettings.TrialId);
    }

    [Fact]
    public async Task Without_a_completed_trial_cancellation_is_a_timeout()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => Experiment(new FunctionRunner(_ => 1), 2).RunAsync(cancel.Token));
        Assert.Empty(_monitor.Events);
    }

    [Fact]
    public async Task Time_ends_an_experiment_in_the_middle_of_a_trial()
    {
        TrialResult best = await Experiment(new FunctionRunner(async (settings, token) =>
        {
            if (settings.TrialId > 0)
                await Task.Delay(TimeSpan.FromMinutes(1), token);

            return 1;
        }), 9).SetTrainingTimeInSeconds(1).RunAsync(CancellationToken.None);

        Assert.Equal("run 0, done 0, best 0, run 1", _monitor.Text);
        Assert.Equal(0, best.TrialSettings.TrialId);
    }

    [Fact]
    public async Task Too_much_memory_ends_the_whole_experiment()
    {
        AutoMLExperiment experiment = Experiment(new FunctionRunner(async (_, token) =>
        {
            await Task.Delay(TimeSpan.FromMinutes(1), token);
            return 1;
        }), 9).SetMaximumMemoryUsageInMegaByte(1).SetPerformanceMonitor(50);

        await Assert.ThrowsAsync<TimeoutException>(() => experiment.RunAsync(CancellationToken.None));
        Assert.Equal("run 0", _monitor.Text);
    }

    [Fact]
    public void What_goes_wrong_in_Run_arrives_in_an_AggregateException()
    {
        AutoMLExperiment experiment = Experiment(new FunctionRunner(_ => throw new InvalidDataException()), 1);
        Assert.IsType<InvalidDataException>(Assert.Throws<AggregateException>(() => experiment.Run()).InnerException);
    }

    [Fact]
    public async Task An_experiment_needs_a_runner_and_a_tuner()
    {
        AutoMLExperiment withoutRunner = _ml.Auto().CreateExperiment().AddSearchSpace("s", Space()).SetRandomSearchTuner().SetMaxModelToExplore(1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => withoutRunner.RunAsync(CancellationToken.None));

        AutoMLExperiment withoutTuner = _ml.Auto().CreateExperiment().AddSearchSpace("s", Space())
            .SetTrialRunner(new FunctionRunner(_ => 1)).SetMaxModelToExplore(1);
        await Assert.ThrowsAnyAsync<Exception>(() => withoutTuner.RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_second_run_begins_anew_and_keeps_the_best()
    {
        int trial = 0;
        AutoMLExperiment experiment = Experiment(new FunctionRunner(_ => ++trial), 2);
        await experiment.RunAsync(CancellationToken.None);
        TrialResult best = await experiment.RunAsync(CancellationToken.None);

        Assert.Equal(1, best.Loss);
        Assert.Equal("run 0, done 0, best 0, run 1, done 1, run 0, done 0, run 1, done 1", _monitor.Text);
    }

    private static Space Space() => new() { ["a"] = new UniformDoubleOption(0, 1) };

    private AutoMLExperiment Experiment(FunctionRunner runner, int trials) =>
        _ml.Auto().CreateExperiment(new AutoMLExperiment.AutoMLExperimentSettings { Seed = 7 })
            .AddSearchSpace("s", Space()).SetRandomSearchTuner().SetTrialRunner(runner).SetMonitor(_monitor).SetMaxModelToExplore(trials);
}
