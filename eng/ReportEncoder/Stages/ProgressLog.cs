using System.Diagnostics;
using System.Globalization;
using MLNet.LlmExtensions.Training;

namespace ReportEncoder.Stages;

/// <summary>Writes a line about the training now and then, and about each evaluation.</summary>
internal sealed class ProgressLog(Action<string> log) : IProgress<FineTuningProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    private long _last;

    public void Report(FineTuningProgress value)
    {
        if (value.Evaluation is { } evaluation)
        {
            log(string.Create(CultureInfo.InvariantCulture,
                $"step {value.Step}: validation loss {evaluation.Loss:F4}, right {evaluation.Accuracy:P1}"));
        }
        else if (_last == 0 || Stopwatch.GetElapsedTime(_last) > Interval)
        {
            _last = Stopwatch.GetTimestamp();
            log(string.Create(CultureInfo.InvariantCulture,
                $"step {value.Step} of {value.TotalSteps}: loss {value.Loss:F4}, rate {value.LearningRate:G3}, {value.TokensPerSecond:F0} tokens/s, {value.Remaining:hh\\:mm\\:ss} left"));
        }
    }
}
