using System.Diagnostics;
using System.Globalization;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Training;
using Spectre.Console;

namespace MLNet.LlmExtensions.Benchmarks.Training;

/// <summary>Tokens for each second that a new language model is trained on, by the clock and by the processor.</summary>
internal static class PretrainingBenchmark
{
    private const int WarmUpSteps = 2;

    /// <summary>Measures.</summary>
    /// <param name="model">A new model.</param>
    /// <param name="texts">As many as make the steps.</param>
    /// <param name="options">How it is trained; progress and steps are set here.</param>
    /// <param name="steps">Steps that are measured.</param>
    public static int Run(LanguageModel model, IEnumerable<string> texts, PretrainingOptions options, int steps)
    {
        var meter = new StepMeter();
        var measured = options with
        {
            MaximumSteps = WarmUpSteps + steps, Epochs = int.MaxValue, ValidationFraction = 0, Device = DevicePreference.Cpu, Progress = meter,
        };
        var history = new LanguageModelTrainer(model, measured).Train(texts).History;
        var (clock, processor) = meter.Since(WarmUpSteps);
        var tokens = history.Steps.Skip(WarmUpSteps).Sum(step => step.Tokens);
        var shape = model.Configuration;
        AnsiConsole.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"{shape.ModelType}, {shape.LayerCount} layers of {shape.HiddenSize}, vocabulary {shape.VocabularySize}, {measured.MaximumBatchSize} × {measured.MaximumLength} tokens, {measured.Precision}, {measured.Threads} threads, {steps} steps");
        AnsiConsole.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"{tokens / clock.TotalSeconds:F0} tokens/s, {tokens / processor.TotalSeconds:F0} tokens for each second of the processor; loss {history.Steps[0].Loss:F3} to {history.Steps[^1].Loss:F3}");
        return 0;
    }

    private sealed class StepMeter : IProgress<FineTuningProgress>
    {
        private readonly List<(TimeSpan Clock, TimeSpan Processor)> _steps = [];
        private readonly Stopwatch _watch = Stopwatch.StartNew();

        public void Report(FineTuningProgress value)
        {
            using var process = Process.GetCurrentProcess();
            _steps.Add((_watch.Elapsed, process.TotalProcessorTime));
        }

        public (TimeSpan Clock, TimeSpan Processor) Since(int step) =>
            (_steps[^1].Clock - _steps[step - 1].Clock, _steps[^1].Processor - _steps[step - 1].Processor);
    }
}
