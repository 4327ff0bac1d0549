using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Training.Tests.Pretraining;

namespace MLNet.LlmExtensions.Training.Tests.Sentences;

/// <summary>Classifiers whose model learned from comparisons before the head.</summary>
public sealed class ContrastivePhaseTests : IDisposable
{
    private static readonly string[] Classes = ["normal", "abnormal"];

    private static readonly TrainingExample[] Train =
    [
        new("lungs are clear .", 0), new("the heart size is normal .", 0), new("no effusion is seen .", 0), new("stable and unchanged .", 0),
        new("large right opacity .", 1), new("small left pneumothorax .", 1), new("acute fracture of the right lung .", 1), new("mild edema is seen .", 1),
    ];

    private readonly TemporaryFolder _folder = new();

    private static FineTuningOptions Options => new()
    {
        Method = TransferMethod.Full,
        ContrastivePairs = 4,
        LearningRate = 3e-3,
        ValidationFraction = 0,
        Device = DevicePreference.Cpu,
        Threads = 1,
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TransferMethod.Full)]
    [InlineData(TransferMethod.Lora)]
    public void Model_and_head_belong_to_the_classifier(TransferMethod method)
    {
        var model = TinyModels.Bert(_folder);
        var result = new TextClassifierTrainer(model, Options with { Method = method, LearningRate = method == TransferMethod.Lora ? 2e-2 : 3e-3, Epochs = 10 }).Train(Train, Train, Classes);

        Assert.Equal(1, result.History.Best!.Value.Accuracy);
        Assert.Equal(8 * 2 * 4 * 10 / 16, result.History.Steps.Count);
        Assert.True(result.History.Steps[^1].Loss < 0.5 * result.History.Steps[0].Loss, $"{result.History.Steps[0].Loss} to {result.History.Steps[^1].Loss}");
        Assert.NotEmpty(result.Classifier.Tensors);
        Assert.DoesNotContain(result.Classifier.Tensors.Keys, name => name.StartsWith("classifier.", StringComparison.Ordinal));
        Assert.Equal([2, 32], result.Classifier.HeadWeight.Shape);
    }

    [Fact]
    public void A_training_that_is_stopped_while_it_compares_still_gets_its_head()
    {
        using var stop = new CancellationTokenSource();
        var progress = new StopAt(stop, step: 1);
        var result = new TextClassifierTrainer(TinyModels.Bert(_folder), Options with { StopToken = stop.Token, Progress = progress }).Train(Train, Train, Classes);

        Assert.Equal(TrainingEndReason.Stopped, result.History.EndReason);
        Assert.Single(result.History.Steps);
        Assert.Equal(1, Assert.Single(result.History.Evaluations).Step);
    }

    [Fact]
    public void A_stopped_training_goes_on_to_the_same_classifier()
    {
        var model = TinyModels.Bert(_folder);
        var whole = new TextClassifierTrainer(model, Options).Train(Train, null, Classes);

        using var stop = new CancellationTokenSource();
        var options = Options with { CheckpointFolder = _folder.File("checkpoints"), CheckpointInterval = 1 };
        new TextClassifierTrainer(model, options with { StopToken = stop.Token, Progress = new StopAt(stop, step: 2) }).Train(Train, null, Classes);
        var resumed = new TextClassifierTrainer(model, options).Train(Train, null, Classes);

        Assert.Equal(2, resumed.History.ResumedFromStep);
        Assert.Equal(whole.Classifier.HeadWeight.Values, resumed.Classifier.HeadWeight.Values);
        foreach (var (name, tensor) in whole.Classifier.Tensors)
            Assert.Equal(tensor.Values, resumed.Classifier.Tensors[name].Values);
    }

    [Fact]
    public void Comparisons_need_something_of_the_model_to_train()
    {
        var exception = Assert.Throws<ArgumentException>(() => new TextClassifierTrainer(TinyModels.Bert(_folder), Options with { Method = TransferMethod.Head }));
        Assert.Contains("ContrastivePairs", exception.Message, StringComparison.Ordinal);
    }

    private sealed class StopAt(CancellationTokenSource stop, int step) : IProgress<FineTuningProgress>
    {
        public void Report(FineTuningProgress value)
        {
            if (value.Step == step)
                stop.Cancel();
        }
    }
}
