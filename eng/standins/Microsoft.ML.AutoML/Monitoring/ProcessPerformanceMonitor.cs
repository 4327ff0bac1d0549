using System.Diagnostics;

namespace Microsoft.ML.AutoML;

/// <summary>Looks at the process now and then, and cancels when it has too much memory.</summary>
internal sealed class ProcessPerformanceMonitor(AutoMLExperiment.AutoMLExperimentSettings settings, TimeSpan interval) : IPerformanceMonitor
{
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Timer _timer;
    private TimeSpan _cpuBefore;
    private long _before;
    private double? _peakCpu;
    private double? _peakMemory;

    public event EventHandler<TrialPerformanceMetrics> PerformanceMetricsUpdated;

    public void Start()
    {
        _before = Stopwatch.GetTimestamp();
        _cpuBefore = Environment.CpuUsage.TotalTime;
        Look();
        _timer ??= new Timer(_ => Look());
        _timer.Change(interval, interval);
    }

    public void Pause() => _timer?.Change(Timeout.Infinite, Timeout.Infinite);

    public void Stop()
    {
        _timer?.Dispose();
        _timer = null;
    }

    public void Dispose() => Stop();

    public double? GetPeakMemoryUsageInMegaByte() => _peakMemory;

    public double? GetPeakCpuUsage() => _peakCpu;

    public void OnPerformanceMetricsUpdatedHandler(
        TrialSettings trialSettings, TrialPerformanceMetrics metrics, CancellationTokenSource trialCancellationTokenSource)
    {
        if (metrics.PeakMemoryUsage > settings.MaximumMemoryUsageInMegaByte)
            trialCancellationTokenSource.Cancel();
    }

    private void Look()
    {
        // A timer can come late, when the trial is over: nobody listens to it then, and the token source may be gone.
        lock (_lock)
        {
            double memory = Environment.WorkingSet / (1024.0 * 1024.0);
            double seconds = Stopwatch.GetElapsedTime(_before).TotalSeconds;
            double cpu = seconds > 0 ? (Environment.CpuUsage.TotalTime - _cpuBefore).TotalSeconds / seconds / Environment.ProcessorCount : 0;
            _before = Stopwatch.GetTimestamp();
            _cpuBefore = Environment.CpuUsage.TotalTime;
            _peakMemory = Math.Max(memory, _peakMemory ?? 0);
            _peakCpu = Math.Max(cpu, _peakCpu ?? 0);
            var metrics = new TrialPerformanceMetrics
            {
                CpuUsage = cpu,
                MemoryUsage = memory,
                PeakCpuUsage = _peakCpu,
                PeakMemoryUsage = _peakMemory,
            };
            try
            {
                PerformanceMetricsUpdated?.Invoke(this, metrics);
            }
            catch (ObjectDisposedException)
            {
            }
        }
    }
}
