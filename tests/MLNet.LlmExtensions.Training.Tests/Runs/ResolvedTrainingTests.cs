using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Training.Loop;

namespace MLNet.LlmExtensions.Training.Tests.Runs;

public sealed class ResolvedTrainingTests
{
    [Theory]
    [InlineData(TransferMethod.Lora, 768, 5e-4)]
    [InlineData(TransferMethod.Lora, 192, 1e-3)]
    [InlineData(TransferMethod.Lora, 48, 1e-3)]
    [InlineData(TransferMethod.Lora, 4096, 2.5e-4)]
    [InlineData(TransferMethod.Full, 768, 5e-5)]
    [InlineData(TransferMethod.Full, 384, 1e-4)]
    [InlineData(TransferMethod.Full, 8192, 1.25e-5)]
    [InlineData(TransferMethod.LastLayers, 768, 1e-4)]
    [InlineData(TransferMethod.Prefix, 192, 1e-2)]
    public void Rates_that_are_left_open_fall_with_the_models_width(TransferMethod method, int width, double expected) =>
        Assert.Equal(expected, Resolve(new FineTuningOptions { Method = method }, width).LearningRate, 12);

    [Fact]
    public void What_is_set_is_used()
    {
        var settings = Resolve(new FineTuningOptions
        {
            LearningRate = 1e-5, HeadLearningRate = 1e-6, Epochs = 7, TokenBudget = 99, EarlyStoppingPatience = 5,
        });

        Assert.Equal(new ResolvedTraining(7, 1e-5, 1e-6, 99, 5), settings);
    }

    [Fact]
    public void A_head_alone_has_rates_epochs_and_patience_of_its_own()
    {
        var options = new FineTuningOptions { Method = TransferMethod.Head };

        Assert.Equal(1e-2, Resolve(options).HeadLearningRate);
        Assert.Equal(3e-3, Resolve(options with { LearningRate = 3e-3 }).HeadLearningRate);
        Assert.Equal(1e-3, Resolve(options with { LearningRate = 3e-3, HeadLearningRate = 1e-3 }).HeadLearningRate);
        Assert.Equal((200, 20), (Resolve(options).Epochs, Resolve(options).Patience));
        Assert.Equal((10, 3), (Resolve(new FineTuningOptions()).Epochs, Resolve(new FineTuningOptions()).Patience));
        Assert.Null(Resolve(options with { EarlyStoppingPatience = 0 }).Patience);
    }

    [Fact]
    public void A_device_gets_larger_batches() => Assert.True(
        ResolvedTraining.Resolve(new FineTuningOptions(), 768, onCuda: true).TokenBudget
        > ResolvedTraining.Resolve(new FineTuningOptions(), 768, onCuda: false).TokenBudget);

    private static ResolvedTraining Resolve(FineTuningOptions options, int width = 768) => ResolvedTraining.Resolve(options, width, onCuda: false);
}
