using Microsoft.Extensions.DependencyInjection;
using Microsoft.ML.SearchSpace;

namespace Microsoft.ML.AutoML;

/// <summary>One trial after the other.</summary>
internal sealed class TrialLoop
{
    private readonly ServiceProvider _services;
    private readonly CancellationTokenSource _stop;
    private readonly ITuner _tuner;
    private readonly IMonitor _monitor;

    public TrialLoop(ServiceProvider services, CancellationTokenSource stop, TrialResult best)
    {
        _services = services;
        _stop = stop;
        Best = best;
        _monitor = services.GetService<IMonitor>();
        _tuner = services.GetService<ITuner>();

        // Found out before the first trial: a runner that cannot be made.
        services.GetRequiredService<ITrialRunner>();
        if (_tuner is null)
            throw new InvalidOperationException("The experiment has no tuner. SetPipeline sets one, and so do the methods Set...Tuner.");
    }

    public TrialResult Best { get; private set; }

    public async Task RunAsync(int trials)
    {
        for (int id = 0; id < trials && !_stop.IsCancellationRequested; id++)
        {
            var settings = new TrialSettings
            {
                TrialId = id,
                StartedAtUtc = DateTime.UtcNow,
                Parameter = Parameter.CreateNestedParameter(),
            };
            settings.Parameter = _tuner.Propose(settings);
            _monitor?.ReportRunningTrial(settings);
            try
            {
                await TryAsync(settings);
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                _monitor?.ReportFailTrial(settings, e);
                _tuner.Update(new TrialResult
                {
                    TrialSettings = settings,
                    Loss = double.MaxValue,
                    DurationInMilliseconds = (DateTime.UtcNow - settings.StartedAtUtc).TotalMilliseconds,
                });

                // When nothing has worked yet, nothing will: probably a mistake in the pipeline.
                if (Best is null && e is not OperationCanceledException)
                    throw;
            }
        }
    }

    private async Task TryAsync(TrialSettings settings)
    {
        using IPerformanceMonitor performance = _services.GetRequiredService<IPerformanceMonitor>();
        using ITrialRunner runner = _services.GetRequiredService<ITrialRunner>();
        performance.PerformanceMetricsUpdated += (_, metrics) =>
            performance.OnPerformanceMetricsUpdatedHandler(settings, metrics, _stop);
        performance.Start();
        TrialResult result = await runner.RunAsync(settings, _stop.Token);
        performance.Pause();

        settings.EndedAtUtc = DateTime.UtcNow;
        result.PeakCpu = performance.GetPeakCpuUsage();
        result.PeakMemoryInMegaByte = performance.GetPeakMemoryUsageInMegaByte();
        _monitor?.ReportCompletedTrial(result);
        _tuner.Update(result);
        if (result.Loss < (Best?.Loss ?? double.MaxValue))
        {
            Best = result;
            _monitor?.ReportBestTrial(result);
        }
    }
}
