using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Tokenization.Windows;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Training.Checkpoints;
using MLNet.LlmExtensions.Training.Loop;
using MLNet.LlmExtensions.Training.Tests.Support;

namespace MLNet.LlmExtensions.Training.Tests.Checkpoints;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LanguageModel _model;
    private readonly FineTuningOptions _options;

    public CheckpointTests()
    {
        _model = LanguageModel.FromPretrained(TinyBert.Create(_folder.File("model")));
        _options = ToyTraining.Options with { CheckpointInterval = 2, CheckpointFolder = Folder };
    }

    private string Folder => _folder.File("checkpoints");

    [Fact]
    public void A_training_that_goes_on_gives_what_one_left_alone_gives_wherever_it_was_interrupted()
    {
        var alone = new ToyTraining(ToyTraining.Options);
        var expected = alone.Loop.Run();
        for (var interrupted = 1; interrupted < alone.Plan.TotalSteps; interrupted += 3)
        {
            using var cancel = new CancellationTokenSource();
            var progress = new Reporter(report =>
            {
                if (report.Step == interrupted)
                {
                    cancel.Cancel();
                }
            });
            using (var first = new ToyTraining(_options with { CancellationToken = cancel.Token, Progress = progress }, Store()))
            {
                Assert.Throws<OperationCanceledException>(first.Loop.Run);
            }

            using (var second = new ToyTraining(_options, Store()))
            {
                var result = second.Loop.Run();
                Assert.Equal(interrupted, second.Loop.ResumedFromStep);
                Weights.AssertSame(expected.Tensors, result.Tensors);
                Assert.Equal(alone.Loop.Record.Steps, second.Loop.Record.Steps);
                Assert.Equal(alone.Loop.Record.Epochs, second.Loop.Record.Epochs);
                Assert.Equal(alone.Loop.Record.Evaluations, second.Loop.Record.Evaluations);
            }

            Directory.Delete(Folder, recursive: true);
        }

        alone.Dispose();
    }

    [Fact]
    public void A_finished_training_is_not_repeated()
    {
        var first = Run();
        using var training = new ToyTraining(_options, Store());

        var again = training.Loop.Run();

        Weights.AssertSame(first.Tensors, again.Tensors);
        Assert.Equal(training.Plan.TotalSteps, training.Loop.ResumedFromStep);
    }

    [Fact]
    public void Without_resumption_it_begins_anew()
    {
        Run();
        using var training = new ToyTraining(_options with { Resume = false }, Store());

        training.Loop.Run();

        Assert.Null(training.Loop.ResumedFromStep);
        Assert.Equal(2, Steps().Length);
    }

    [Fact]
    public void The_newest_two_are_kept_and_nothing_half_written()
    {
        Directory.CreateDirectory(Path.Combine(Folder, ".step-00000001.left.tmp"));

        Run();

        Assert.Equal(2, Steps().Length);
        Assert.Equal(Steps(), Directory.GetFileSystemEntries(Folder).Order());
    }

    [Theory]
    [InlineData("tensors.safetensors")]
    [InlineData("state.json")]
    public void A_damaged_newest_checkpoint_is_passed_over_with_a_warning(string file)
    {
        var expected = Run();
        var path = Path.Combine(Steps()[^1], file);
        var bytes = File.ReadAllBytes(path);
        bytes[^(bytes.Length / 3)] ^= 0x55;
        File.WriteAllBytes(path, file == "state.json" ? bytes[..(bytes.Length / 2)] : bytes);
        var logger = new CollectingLogger();
        var before = int.Parse(Path.GetFileName(Steps()[^2]).AsSpan(5), System.Globalization.CultureInfo.InvariantCulture);
        using var training = new ToyTraining(_options, Store(logger: logger));

        var result = training.Loop.Run();

        Assert.Equal(before, training.Loop.ResumedFromStep);
        Weights.AssertSame(expected.Tensors, result.Tensors);
        Assert.Contains(logger.Entries, entry => entry.Level == LogLevel.Warning && entry.Message.Contains("damaged", StringComparison.Ordinal));
    }

    [Fact]
    public void A_checkpoint_of_other_options_is_refused_and_the_difference_named()
    {
        Run();
        var options = _options with { Rank = 4, LearningRate = 0.1 };
        using var training = new ToyTraining(options, Store(options));

        var exception = Assert.Throws<InvalidOperationException>(training.Loop.Run);

        Assert.Contains("Rank is '4' now and was '8'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("LearningRate is '0.1' now and was '0.05'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_other_rows_is_refused()
    {
        Run();
        using var training = new ToyTraining(_options, Store(rows: 59));

        Assert.Contains("the training rows are not the same", Assert.Throws<InvalidOperationException>(training.Loop.Run).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_costs_checkpoints_and_not_the_training()
    {
        var logger = new CollectingLogger();
        var writes = 0;
        var expected = ToyTraining.Run(ToyTraining.Options);
        using var training = new ToyTraining(_options, Store(logger: logger, write: (path, write) =>
        {
            if (++writes is > 4 and < 9)
            {
                // Half a file, then no space.
                File.WriteAllBytes(path, new byte[100]);
                throw new IOException("No space left on device");
            }

            AtomicFile.Write(path, write);
        }));

        Weights.AssertSame(expected.Tensors, training.Loop.Run().Tensors);

        Assert.Contains(logger.Entries, entry => entry.Level == LogLevel.Warning && entry.Message.Contains("goes on without it", StringComparison.Ordinal));
        Assert.Equal(2, Steps().Length);
        Assert.All(Steps(), step => Assert.Equal(2, Directory.GetFiles(step).Length));
        Assert.DoesNotContain(Directory.GetDirectories(Folder), path => path.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_serves_one_training_at_a_time()
    {
        using var first = Store();

        Assert.Contains("another training", Assert.Throws<IOException>(() => Store()).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private LoopResult Run() => ToyTraining.Run(_options, Store());

    private string[] Steps() => [.. Directory.GetDirectories(Folder, "step-*").Order()];

    private CheckpointStore Store(
        FineTuningOptions? options = null, int rows = 60, ILogger? logger = null, Action<string, Action<Stream>>? write = null)
    {
        options ??= _options;
        var identity = RunIdentity.Create(
            _model,
            options,
            ResolvedTraining.Resolve(options, width: 8, onCuda: false),
            TextReading.Resolve(_model, null, null, null, LongTextHandling.Chunk, 0, pairs: false, "options"),
            ["a", "b", "c"],
            ToyData.Rows(rows, classes: 3, seed: 1, several: 0.2),
            ToyData.Rows(30, classes: 3, seed: 2));
        return new CheckpointStore(Folder, identity, logger ?? NullLogger.Instance, write);
    }
}
