using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;

namespace MLNet.LlmExtensions.Training.Tests;

public sealed class FineTuningOptionsTests
{
    public static TheoryData<FineTuningOptions, string> Wrong => new()
    {
        { new() { Method = (TransferMethod)9 }, "Method" },
        { new() { Rank = 0 }, "Rank" },
        { new() { Alpha = double.NaN }, "Alpha" },
        { new() { LoraDropout = 1 }, "LoraDropout" },
        { new() { TargetModules = [] }, "TargetModules" },
        { new() { TargetModules = [""] }, "TargetModules" },
        { new() { TargetModulesPattern = "" }, "TargetModulesPattern" },
        { new() { Bias = (AdapterBias)9 }, "Bias" },
        { new() { RankPattern = new Dictionary<string, int> { ["query"] = 0 } }, "RankPattern" },
        { new() { AlphaPattern = new Dictionary<string, double> { ["query"] = 0 } }, "AlphaPattern" },
        { new() { ModulesToSave = null! }, "ModulesToSave" },
        { new() { LastLayers = 0 }, "LastLayers" },
        { new() { PrefixLength = 0 }, "PrefixLength" },
        { new() { HeadFirst = true, Method = TransferMethod.Head }, "HeadFirst" },
        { new() { HeadFirst = true, ContrastivePairs = 1 }, "HeadFirst" },
        { new() { Pooling = (PoolingMode)99 }, "Pooling" },
        { new() { MaximumLength = 0 }, "MaximumLength" },
        { new() { Prompt = "a", PromptName = "b" }, "Prompt" },
        { new() { LongText = (LongTextHandling)9 }, "LongText" },
        { new() { ChunkOverlap = -1 }, "ChunkOverlap" },
        { new() { Epochs = 0 }, "Epochs" },
        { new() { MaximumSteps = 0 }, "MaximumSteps" },
        { new() { LearningRate = 0 }, "LearningRate" },
        { new() { LearningRate = double.PositiveInfinity }, "LearningRate" },
        { new() { HeadLearningRate = -1 }, "HeadLearningRate" },
        { new() { WeightDecay = -0.1 }, "WeightDecay" },
        { new() { Schedule = (LearningRateSchedule)9 }, "Schedule" },
        { new() { WarmupRatio = 1 }, "WarmupRatio" },
        { new() { MaximumBatchSize = 0 }, "MaximumBatchSize" },
        { new() { TokenBudget = 0 }, "TokenBudget" },
        { new() { GradientAccumulation = 0 }, "GradientAccumulation" },
        { new() { MaximumGradientNorm = -1 }, "MaximumGradientNorm" },
        { new() { HeadDropout = -0.1 }, "HeadDropout" },
        { new() { LabelSmoothing = 1 }, "LabelSmoothing" },
        { new() { ClassWeighting = (ClassWeighting)9 }, "ClassWeighting" },
        { new() { ValidationFraction = 1 }, "ValidationFraction" },
        { new() { Metric = (TrainingMetric)9 }, "Metric" },
        { new() { EarlyStoppingPatience = -1 }, "EarlyStoppingPatience" },
        { new() { EarlyStoppingMinimumDelta = double.NaN }, "EarlyStoppingMinimumDelta" },
        { new() { EvaluationInterval = 0 }, "EvaluationInterval" },
        { new() { Precision = (TrainingPrecision)9 }, "Precision" },
        { new() { FrozenWeights = (FrozenWeightPrecision)9 }, "FrozenWeights" },
        { new() { Threads = 0 }, "Threads" },
        { new() { Device = (DevicePreference)9 }, "Device" },
        { new() { DeviceId = -1 }, "DeviceId" },
        { new() { CheckpointFolder = "" }, "CheckpointFolder" },
        { new() { CheckpointInterval = 0 }, "CheckpointInterval" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_value_is_refused_by_name(FineTuningOptions options, string name)
    {
        var exception = Assert.Throws<ArgumentException>(nameof(options), () => options.Check(nameof(options)));

        Assert.Contains($"{nameof(FineTuningOptions)}.{name}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_are_right() => Assert.Same(Default, Default.Check("options"));

    private static FineTuningOptions Default { get; } = new();
}
