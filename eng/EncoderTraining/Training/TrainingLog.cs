using System.Diagnostics;
using System.Globalization;

namespace EncoderTraining.Training;

/// <summary>Prints the mean of a figure every few steps, with the speed.</summary>
internal sealed class TrainingLog(int interval, Action<string> write)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Dictionary<string, double> _sums = [];
    private long _tokens;
    private int _steps;

    public void Add(int step, int tokens, params ReadOnlySpan<(string Name, double Value)> figures)
    {
        _tokens += tokens;
        _steps++;
        foreach (var (name, value) in figures)
            _sums[name] = _sums.GetValueOrDefault(name) + value;
        if ((step + 1) % interval != 0)
            return;

        var seconds = _clock.Elapsed.TotalSeconds;
        var means = string.Join(", ", _sums.Select(
            s => string.Create(CultureInfo.InvariantCulture, $"{s.Key} {s.Value / _steps:G4}")));
        write(string.Create(CultureInfo.InvariantCulture,
            $"step {step + 1}: {means}; {_tokens / 1e6:F2} M tokens, {_tokens / seconds:F0} tokens/s, {seconds / 60:F1} min"));
        _sums.Clear();
        _steps = 0;
    }
}
