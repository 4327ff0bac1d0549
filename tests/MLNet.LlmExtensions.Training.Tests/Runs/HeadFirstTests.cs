using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Training.Tests.Support;

namespace MLNet.LlmExtensions.Training.Tests.Runs;

/// <summary>Trainings whose head was trained alone before.</summary>
public sealed class HeadFirstTests : IDisposable
{
    private static readonly string[] Classes = ["no", "yes"];

    private readonly TemporaryFolder _folder = new();
    private readonly LanguageModel _model;

    public HeadFirstTests() => _model = LanguageModel.FromPretrained(TinyBert.Create(_folder.Path));

    private static FineTuningOptions Options => new()
    {
        Method = TransferMethod.Full,
        HeadFirst = true,
        HeadLearningRate = 3e-2,
        HeadDropout = 0,
        ValidationFraction = 0,
        Device = DevicePreference.Cpu,
        Threads = 1,
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TransferMethod.Full)]
    [InlineData(TransferMethod.Lora)]
    public void The_training_together_begins_with_the_head_that_was_trained_alone(TransferMethod method)
    {
        // The first step of a warm-up has a rate of 0, so that what it measures and leaves is the beginning.
        var options = Options with { WarmupRatio = 0.9 };
        var rows = TinyReports.Rows(40);

        var alone = new TextClassifierTrainer(_model, options with { Method = TransferMethod.Head, HeadFirst = false }).Train(rows, rows, Classes);
        var result = new TextClassifierTrainer(_model, options with { Method = method, MaximumSteps = 1 }).Train(rows, rows, Classes);

        Assert.Equal(alone.Classifier.HeadWeight.Values, result.Classifier.HeadWeight.Values);
        Assert.Equal(alone.Classifier.HeadBias.Values, result.Classifier.HeadBias.Values);
        Assert.Equal(alone.History.Best!.Value.Loss, result.History.Best!.Value.Loss, 3);
        Assert.Equal(1, Assert.Single(result.History.Steps).Step);
    }

    [Fact]
    public void It_begins_where_a_random_head_has_not_got_after_an_epoch()
    {
        var (rows, validation) = (TinyReports.Rows(40), TinyReports.Rows(40, seed: 2));
        var options = Options with { Epochs = 1, LearningRate = 1e-4 };

        var first = new TextClassifierTrainer(_model, options).Train(rows, validation, Classes).History;
        var random = new TextClassifierTrainer(_model, options with { HeadFirst = false, HeadLearningRate = 1e-3 }).Train(rows, validation, Classes).History;

        Assert.True(first.Steps[0].Loss < 0.5 * random.Steps[^1].Loss, $"{first.Steps[0].Loss}, and {random.Steps[^1].Loss} at random");
        Assert.True(first.Best!.Value.Accuracy > random.Best!.Value.Accuracy, $"{first.Best.Value.Accuracy}, and {random.Best.Value.Accuracy} at random");
        Assert.Equal(random.Steps.Count, first.Steps.Count);
    }

    [Fact]
    public void Without_validation_rows_the_head_does_not_learn_the_rows_by_heart()
    {
        // Labels that the texts do not tell.
        var random = new Random(1);
        TrainingExample[] rows = [.. TinyReports.Rows(100).Select(row => new TrainingExample(row.Text, random.Next(2)))];
        var options = Options with { WarmupRatio = 0.9 };

        var byHeart = new TextClassifierTrainer(_model, options with { Method = TransferMethod.Head, HeadFirst = false }).Train(rows, null, Classes);
        var result = new TextClassifierTrainer(_model, options with { MaximumSteps = 1 }).Train(rows, null, Classes);

        Assert.Equal((100, 0), (result.History.TrainingRows, result.History.ValidationRows));
        Assert.True(Size(result) < 0.5 * Size(byHeart), $"{Size(result)}, and {Size(byHeart)} by heart");

        static double Size(FineTuningResult result) => Math.Sqrt(result.Classifier.HeadWeight.Values.Sum(value => (double)value * value));
    }

    [Fact]
    public void A_stopped_training_goes_on_to_the_same_classifier()
    {
        var rows = TinyReports.Rows(40);
        var whole = new TextClassifierTrainer(_model, Options with { Epochs = 2 }).Train(rows, null, Classes);

        using var stop = new CancellationTokenSource();
        var options = Options with { Epochs = 2, CheckpointFolder = _folder.File("checkpoints"), CheckpointInterval = 1 };
        var together = 0;
        var progress = new Reporter(report =>
        {
            if (report.TotalEpochs == 2 && ++together == 2)
                stop.Cancel();
        });
        new TextClassifierTrainer(_model, options with { StopToken = stop.Token, Progress = progress }).Train(rows, null, Classes);
        var resumed = new TextClassifierTrainer(_model, options).Train(rows, null, Classes);

        Assert.Equal(2, resumed.History.ResumedFromStep);
        Assert.Equal(whole.Classifier.HeadWeight.Values, resumed.Classifier.HeadWeight.Values);
        Weights.AssertSame(whole.Classifier.Tensors, resumed.Classifier.Tensors);
    }

    [Fact]
    public void A_training_that_is_stopped_while_the_head_is_alone_gives_that_head()
    {
        var rows = TinyReports.Rows(40);
        using var stop = new CancellationTokenSource();
        var progress = new Reporter(report =>
        {
            if (report.Epoch >= 20)
                stop.Cancel();
        });

        var result = new TextClassifierTrainer(_model, Options with { StopToken = stop.Token, Progress = progress }).Train(rows, null, Classes);

        Assert.Equal(TrainingEndReason.Stopped, result.History.EndReason);
        Assert.Empty(result.History.Steps);
        var right = TorchScores.Logits(_model, result.Classifier, rows).Zip(rows, (logits, row) => logits[1] > logits[0] == (row.Labels[0] == 1)).Count(isRight => isRight);
        Assert.True(right > 36, $"{right} of 40");
    }

    [Fact]
    public void A_checkpoint_of_a_training_with_a_random_head_is_refused()
    {
        var options = Options with { Epochs = 1, CheckpointFolder = _folder.File("checkpoints") };
        new TextClassifierTrainer(_model, options with { HeadFirst = false }).Train(TinyReports.Rows(20), null, Classes);

        var exception = Assert.Throws<InvalidOperationException>(() => new TextClassifierTrainer(_model, options).Train(TinyReports.Rows(20), null, Classes));
        Assert.Contains("HeadFirst", exception.Message, StringComparison.Ordinal);
    }
}
