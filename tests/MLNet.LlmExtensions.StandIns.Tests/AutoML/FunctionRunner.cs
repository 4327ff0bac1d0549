using Microsoft.ML.AutoML;

namespace MLNet.LlmExtensions.StandIns.Tests.AutoML;

/// <summary>Trials whose loss is a function.</summary>
internal sealed class FunctionRunner(Func<TrialSettings, CancellationToken, Task<double>> loss) : ITrialRunner
{
    public FunctionRunner(Func<TrialSettings, double> loss)
        : this((settings, _) => Task.FromResult(loss(settings)))
    {
    }

    public int Disposals { get; private set; }

    public List<string> Tried { get; } = [];

    public void Dispose() => Disposals++;

    public async Task<TrialResult> RunAsync(TrialSettings settings, CancellationToken ct)
    {
        Tried.Add(settings.Parameter.ToString());
        double value = await loss(settings, ct);
        return new TrialResult { Loss = value, Metric = -value, TrialSettings = settings, DurationInMilliseconds = 10 };
    }
}
