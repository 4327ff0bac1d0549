using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Memory;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Loop;

namespace MLNet.LlmExtensions.Training.Tests.Runs;

public sealed class MemoryCheckTests : IDisposable
{
    private static readonly string[] Classes = ["no", "yes"];

    private readonly TemporaryFolder _folder = new();
    private readonly LanguageModel _model;

    public MemoryCheckTests() => _model = LanguageModel.FromPretrained(TinyBert.Create(_folder.Path));

    [Theory]
    [InlineData(16, 100_000, 16)] // the batch decides
    [InlineData(16, 50, 2)] // the budget decides
    [InlineData(16, 10, 1)] // a text longer than the budget has a pass of its own
    [InlineData(1000, 100_000, 40)] // there are no more texts
    public void Largest_pass_is_what_the_loop_will_make(int batch, int budget, int rows)
    {
        var options = new FineTuningOptions { MaximumBatchSize = batch, TokenBudget = budget, GradientCheckpointing = true };
        var data = Data(options);
        var length = data.Training.Max(example => example.Length);
        Assert.InRange(length, 17, 25);

        var estimate = MemoryCheck.Estimate(_model, options, ResolvedTraining.Resolve(options, _model.Configuration.HiddenSize, onCuda: false), data, Classes.Length, onCuda: false);

        var expected = LanguageModelMemory.Estimate(_model, new TrainingMemoryOptions { Rows = rows, Length = length, GradientCheckpointing = true, KeepBest = false });
        Assert.Equal(expected.Total, estimate.Total);
        Assert.Equal(expected.Title, estimate.Title);
    }

    [Theory]
    [InlineData(8, 50, false, 16)] // both texts of eight pairs
    [InlineData(100, 50, false, 40)] // there are no more texts
    [InlineData(100, 50, true, 2)] // one pass at a time
    [InlineData(8, 100_000, true, 16)] // which may hold the whole batch
    public void Comparisons_keep_all_passes_of_a_batch(int batch, int budget, bool checkpointing, int rows)
    {
        var options = new FineTuningOptions { ContrastivePairs = 3, MaximumBatchSize = batch, TokenBudget = budget, GradientCheckpointing = checkpointing };
        var data = Data(options);

        var estimate = MemoryCheck.Estimate(_model, options, ResolvedTraining.Resolve(options, _model.Configuration.HiddenSize, onCuda: false), data, Classes.Length, onCuda: false);

        var expected = LanguageModelMemory.Estimate(
            _model, new TrainingMemoryOptions { Rows = rows, Length = data.Training.Max(example => example.Length), GradientCheckpointing = checkpointing, KeepBest = false });
        Assert.Equal(expected.Total, estimate.Total);
    }

    [Fact]
    public void What_is_trained_is_what_the_options_say()
    {
        var options = new FineTuningOptions { Method = TransferMethod.Full };
        var estimate = MemoryCheck.Estimate(_model, options, ResolvedTraining.Resolve(options, _model.Configuration.HiddenSize, onCuda: false), Data(options), Classes.Length, onCuda: false);
        Assert.Equal(0, estimate.Weights);
        Assert.Equal(estimate.Parameters + (2 * 17), estimate.TrainableParameters);
    }

    [Fact]
    public void Memory_of_a_device_that_is_not_there_is_unknown() => Assert.Null(CudaMemory.TotalBytes(99));

    public void Dispose() => _folder.Dispose();

    private TrainingData Data(FineTuningOptions options)
    {
        // Of one length, so that the longest decides nothing by chance.
        var rows = Enumerable.Range(0, 40).Select(i => new TrainingExample("the heart size is within normal limits . there is a small left effusion .", i % 2)).ToArray();
        return TrainingData.Read(_model, options, rows, [], Classes, splitSeed: 1);
    }
}
