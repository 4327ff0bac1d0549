using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.AutoML;

using SearchSpace = Microsoft.ML.SearchSpace.SearchSpace;

/// <summary>A search: a tuner proposes values, a runner tries them, and the lowest loss wins. One trial at a time.</summary>
public partial class AutoMLExperiment
{
    private readonly ServiceCollection _services = new();
    private readonly AutoMLExperimentSettings _settings;
    private readonly HostEnvironment _environment;
    private TimeSpan? _time;
    private int? _trials;
    private TrialResult _best;

    public AutoMLExperiment(MLContext context, AutoMLExperimentSettings settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        _environment = ((IHostEnvironment)context).Host;
        _settings = settings;
        _settings.SearchSpace ??= [];
        _services.AddSingleton(settings);
        _services.AddTransient(_ => CreateContext());
        _services.AddTransient<IPerformanceMonitor>(_ => new ProcessPerformanceMonitor(settings, ProcessPerformanceMonitor.DefaultInterval));
    }

    public AutoMLExperiment SetTrainingTimeInSeconds(uint trainingTimeInSeconds)
    {
        _settings.MaxExperimentTimeInSeconds = trainingTimeInSeconds;
        _time = TimeSpan.FromSeconds(trainingTimeInSeconds);
        return this;
    }

    public AutoMLExperiment SetMaxModelToExplore(int maxModel)
    {
        _settings.MaxModels = maxModel;
        _trials = maxModel;
        return this;
    }

    /// <summary>The experiment ends when the process uses more.</summary>
    public AutoMLExperiment SetMaximumMemoryUsageInMegaByte(double value = double.MaxValue)
    {
        _settings.MaximumMemoryUsageInMegaByte = value;
        return this;
    }

    public AutoMLExperiment AddSearchSpace(string key, SearchSpace searchSpace)
    {
        ArgumentNullException.ThrowIfNull(searchSpace);
        _settings.SearchSpace[key] = searchSpace;
        return this;
    }

    public AutoMLExperiment SetMonitor<TMonitor>(TMonitor monitor)
        where TMonitor : class, IMonitor => Use(ServiceDescriptor.Singleton<IMonitor>(monitor));

    public AutoMLExperiment SetMonitor<TMonitor>()
        where TMonitor : class, IMonitor => Use(ServiceDescriptor.Singleton<IMonitor, TMonitor>());

    public AutoMLExperiment SetMonitor<TMonitor>(Func<IServiceProvider, TMonitor> factory)
        where TMonitor : class, IMonitor => Use(ServiceDescriptor.Singleton<IMonitor>(factory));

    /// <summary>Uses one runner for all trials. It is disposed after each of them.</summary>
    public AutoMLExperiment SetTrialRunner<TTrialRunner>(TTrialRunner runner)
        where TTrialRunner : class, ITrialRunner => Use(ServiceDescriptor.Singleton<ITrialRunner>(runner));

    public AutoMLExperiment SetTrialRunner<TTrialRunner>(Func<IServiceProvider, TTrialRunner> factory)
        where TTrialRunner : class, ITrialRunner => Use(ServiceDescriptor.Transient<ITrialRunner>(factory));

    public AutoMLExperiment SetTrialRunner<TTrialRunner>()
        where TTrialRunner : class, ITrialRunner => Use(ServiceDescriptor.Transient<ITrialRunner, TTrialRunner>());

    public AutoMLExperiment SetTuner<TTuner>(TTuner proposer)
        where TTuner : class, ITuner => Use(ServiceDescriptor.Singleton<ITuner>(proposer));

    public AutoMLExperiment SetTuner<TTuner>(Func<IServiceProvider, TTuner> factory)
        where TTuner : class, ITuner => Use(ServiceDescriptor.Singleton<ITuner>(factory));

    public AutoMLExperiment SetTuner<TTuner>()
        where TTuner : class, ITuner => Use(ServiceDescriptor.Singleton<ITuner, TTuner>());

    /// <summary>Runs the experiment. What goes wrong arrives in an <see cref="AggregateException"/>.</summary>
    public TrialResult Run()
    {
        Task<TrialResult> run = RunAsync();
        run.Wait();
        return run.Result;
    }

    /// <summary>Runs until a limit is reached or until it is cancelled, and gives the best trial so far.</summary>
    /// <exception cref="TimeoutException">No trial came to a finite loss.</exception>
    public async Task<TrialResult> RunAsync(CancellationToken ct = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        if (_time is { } time)
            stop.CancelAfter(time);

        // Not disposed: it would dispose every trial's runner once more.
        ServiceProvider services = _services.BuildServiceProvider();

        if (!stop.IsCancellationRequested && _trials is not <= 0)
        {
            var loop = new TrialLoop(services, stop, _best);
            try
            {
                await loop.RunAsync(_trials ?? int.MaxValue);
            }
            finally
            {
                _best = loop.Best;
            }
        }

        return _best ?? throw new TimeoutException(
            "The experiment ended before any trial had a result. A loss that is infinite or not a number is none.");
    }

    /// <summary>Replaces what there is for a service.</summary>
    internal AutoMLExperiment Use(ServiceDescriptor service)
    {
        _services.Replace(service);
        return this;
    }

    /// <summary>A context for one trial: the caller's seed, whatever that of the experiment, and the caller's log.</summary>
    private MLContext CreateContext()
    {
        var context = new MLContext(_environment.Seed);
        context.Log += (_, message) => _environment.Log(message.Kind, message.Source, message.RawMessage);
        return context;
    }
}
