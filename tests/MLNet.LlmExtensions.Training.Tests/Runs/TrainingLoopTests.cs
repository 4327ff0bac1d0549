using Microsoft.Extensions.Logging;
using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Tests.Runs;

public sealed class TrainingLoopTests
{
    private static FineTuningOptions Options => ToyTraining.Options;

    [Fact]
    public void It_learns_and_keeps_the_weights_of_the_best_evaluation()
    {
        using var training = new ToyTraining(Options);

        var result = training.Loop.Run();

        var record = training.Loop.Record;
        Assert.Equal(TrainingEndReason.Completed, result.EndReason);
        Assert.Equal(training.Plan.TotalSteps, record.Step);
        Assert.Equal(5, record.Epochs.Count);
        Assert.Equal(5, record.Evaluations.Count);
        Assert.True(record.Epochs[^1].Loss < record.Epochs[0].Loss * 0.75);
        Assert.True(record.Evaluations[^1].Accuracy > 0.8);
        Assert.Equal(record.Evaluations.Min(evaluation => evaluation.Loss), record.Evaluations.Last(evaluation => evaluation.IsBest).Loss);
        Assert.All(record.Epochs, epoch => Assert.InRange(epoch.PaddedTokens, epoch.Tokens, epoch.Tokens * 1.6));
        Assert.Equal(5, record.Steps[^1].Epoch, 12);
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_another_seed_others()
    {
        var first = ToyTraining.Run(Options);

        Weights.AssertSame(first.Tensors, ToyTraining.Run(Options).Tensors);
        Assert.False(Weights.Same(first.Tensors, ToyTraining.Run(Options with { Seed = 2 }).Tensors));
    }

    [Fact]
    public void It_stops_early_and_goes_back_to_the_best()
    {
        // A rate so high that the loss soon grows again.
        var options = Options with { LearningRate = 2, HeadLearningRate = 2, Epochs = 40, EarlyStoppingPatience = 2, MaximumGradientNorm = 0 };
        using var training = new ToyTraining(options);

        var result = training.Loop.Run();

        var evaluations = training.Loop.Record.Evaluations;
        Assert.Equal(TrainingEndReason.EarlyStopping, result.EndReason);
        Assert.True(training.Loop.Record.Step < training.Plan.TotalSteps);
        var best = evaluations.Select((evaluation, i) => (evaluation, i)).Last(entry => entry.evaluation.IsBest).i;
        Assert.Equal(evaluations.Count - 3, best);
        using var shorter = new ToyTraining(options with { MaximumSteps = training.Plan.TotalSteps });
        Weights.AssertSame(result.Tensors, shorter.Loop.Run().Tensors);
    }

    [Fact]
    public void Steps_and_intervals_are_counted()
    {
        using var training = new ToyTraining(Options with { MaximumSteps = 7, EvaluationInterval = 3 });

        training.Loop.Run();

        Assert.Equal(7, training.Loop.Record.Step);
        Assert.Equal([3, 6, 7], training.Loop.Record.Evaluations.Select(evaluation => evaluation.Step));
        Assert.Equal(training.Plan.EpochAt(7), training.Loop.Record.Steps[^1].Epoch);
    }

    [Fact]
    public void Without_validation_rows_the_last_weights_are_kept()
    {
        var all = ToyTraining.Run(Options, validation: false);
        var some = ToyTraining.Run(Options with { MaximumSteps = 5 }, validation: false);

        Assert.False(Weights.Same(all.Tensors, some.Tensors));
    }

    [Fact]
    public void A_request_to_stop_keeps_the_best_so_far()
    {
        using var stop = new CancellationTokenSource();
        var progress = new Reporter(report =>
        {
            if (report.Step == 4)
            {
                stop.Cancel();
            }
        });
        using var training = new ToyTraining(Options with { StopToken = stop.Token, Progress = progress });

        var result = training.Loop.Run();

        Assert.Equal(TrainingEndReason.Stopped, result.EndReason);
        Assert.Equal(4, training.Loop.Record.Step);
        Assert.Equal(4, training.Loop.Record.Evaluations[^1].Step);
        Assert.NotEmpty(result.Tensors);
    }

    [Fact]
    public void Cancelling_throws()
    {
        using var cancel = new CancellationTokenSource();
        using var training = new ToyTraining(Options with { CancellationToken = cancel.Token, Progress = new Reporter(_ => cancel.Cancel()) });

        var exception = Assert.Throws<OperationCanceledException>(training.Loop.Run);

        Assert.Equal(cancel.Token, exception.CancellationToken);
        Assert.Equal(1, training.Loop.Record.Step);
    }

    [Fact]
    public void A_loss_that_is_not_finite_ends_the_training_with_the_best_weights_so_far()
    {
        FineTuningProgress? last = null;
        TextVectors? vectors = null;
        var progress = new Reporter(report =>
        {
            last = report;
            if (report.Evaluation is not null)
            {
                // As if the step after the first evaluation had overflowed.
                TensorValues.Set(vectors!.Parameters[0].Tensor, [.. Enumerable.Repeat(float.NaN, ToyData.Vocabulary * 8)]);
            }
        });
        using var training = new ToyTraining(Options with { Progress = progress }, spoil: value => vectors = value);

        var result = training.Loop.Run();

        Assert.Equal(TrainingEndReason.Diverged, result.EndReason);
        Assert.Equal(last!.Step + 1, result.FailedStep);
        Assert.Equal("the loss is not a finite number", result.Failure);
        Assert.All(result.Tensors.Values, tensor => Assert.All(tensor.Values, value => Assert.True(float.IsFinite(value))));
        using var healthy = new ToyTraining(Options with { MaximumSteps = training.Plan.TotalSteps });
        Assert.Equal(training.Loop.Record.Evaluations[0], Healthy(healthy)[0]);

        static IReadOnlyList<TrainingEvaluation> Healthy(ToyTraining training)
        {
            training.Loop.Run();
            return training.Loop.Record.Evaluations;
        }
    }

    [Fact]
    public void Progress_tells_of_each_step_and_evaluation_and_the_log_of_evaluations_without_a_text()
    {
        var reports = new List<FineTuningProgress>();
        var logger = new CollectingLogger();
        using var training = new ToyTraining(Options with { Progress = new Reporter(reports.Add) }, logger: logger);

        training.Loop.Run();

        Assert.Equal(Enumerable.Range(1, training.Plan.TotalSteps), reports.Select(report => report.Step));
        Assert.Equal(5, reports.Count(report => report.Evaluation is not null));
        Assert.All(reports, report => Assert.True(report.TokensPerSecond > 0 && report.TotalEpochs == 5));
        Assert.Equal(TimeSpan.Zero, reports[^1].Remaining);
        Assert.True(reports[0].Remaining > TimeSpan.Zero);
        Assert.Equal(5, logger.Entries.Count(entry => entry.Level == LogLevel.Information && entry.Message.Contains("macro-F1", StringComparison.Ordinal)));
    }

    [Fact]
    public void Two_hundred_steps_leave_no_tensor_behind()
    {
        using var training = new ToyTraining(Options with { Epochs = 60, MaximumSteps = 220, EvaluationInterval = 20 });
        var counts = new List<long>();
        DisposeScopeManager.Statistics.Reset();
        using var scope = NewDisposeScope();

        training.Loop.Run();

        counts.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.InRange(counts[^1], -5, 5);
    }
}
