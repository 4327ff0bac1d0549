using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.ML;
using Microsoft.ML.AutoML;

namespace MLNet.LlmExtensions.AutoML;

/// <summary>
/// Runs the trials of a sweep over text classifiers, better suited to language models than ML.NET's own runner: a trial that fails costs
/// the sweep nothing, not even as the first; models that are not the best are disposed of, so that language models do not pile up in
/// memory; the end of the sweep ends a long training at once; and with a journal a killed sweep goes on.
/// </summary>
/// <remarks>
/// <para>Trials run one after the other, as ML.NET's experiments do; each may use all processors.</para>
/// <para>For a journal to help, the tuner must propose the same again: give the experiment a seed. What a journal has counts as a trial
/// and takes no time.</para>
/// <para>Disposing does nothing, because experiments dispose of a runner after every trial.</para>
/// </remarks>
/// <example>
/// <code>
/// var runner = new TextClassificationTrialRunner(ml, pipeline, split.TrainSet, split.TestSet, new SweepOptions { JournalPath = "sweep.jsonl" });
/// TrialResult best = ml.Auto().CreateExperiment(new() { Seed = 1 })
///     .SetTextClassification(runner)
///     .SetTrainingTimeInSeconds(600)
///     .Run();
/// ITransformer model = runner.Fit(best, reports);
/// </code>
/// </example>
public sealed class TextClassificationTrialRunner : ITrialRunner
{
    internal const string PipelineKey = "_pipeline_";

    private readonly MLContext _ml;
    private readonly IDataView _train;
    private readonly IDataView _validation;
    private readonly SweepOptions _options;
    private readonly SweepJournal? _journal;
    private readonly ILogger _logger;
    private readonly ConcurrentQueue<SweepTrial> _trials = [];
    private ITransformer? _bestModel;
    private double _bestMetric = double.NegativeInfinity;

    /// <summary>Makes a runner.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="pipeline">What is swept over, from the columns of the data to a score.</param>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="validation">The rows to compare trials by.</param>
    /// <param name="options">The metric, the label, the journal; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">An option is wrong. The message names it.</exception>
    /// <exception cref="InvalidOperationException">The journal is of another sweep.</exception>
    /// <exception cref="InvalidDataException">The journal is damaged.</exception>
    /// <exception cref="IOException">The journal cannot be read or written.</exception>
    public TextClassificationTrialRunner(MLContext ml, SweepablePipeline pipeline, IDataView train, IDataView validation, SweepOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ml);
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        _ml = ml;
        Pipeline = pipeline;
        _train = train;
        _validation = validation;
        _options = (options ?? new SweepOptions()).Check(nameof(options));
        _logger = (_options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<TextClassificationTrialRunner>();
        _journal = _options.JournalPath is { } path ? new SweepJournal(path, SweepIdentity.Of(pipeline, train, validation, _options)) : null;
    }

    /// <summary>What is swept over.</summary>
    public SweepablePipeline Pipeline { get; }

    /// <summary>The trials so far, in their order, failed ones and those from the journal included.</summary>
    public IReadOnlyList<SweepTrial> Trials => [.. _trials];

    /// <summary>Runs a trial. Experiments call this.</summary>
    /// <param name="settings">What is to be tried.</param>
    /// <param name="ct">Ends the trial.</param>
    /// <returns>
    /// The result. Of a failed trial the loss is infinite and the metric not a number. The model is there for new trials that succeeded,
    /// until a better one comes.
    /// </returns>
    /// <exception cref="OperationCanceledException">The trial was cancelled.</exception>
    public Task<TrialResult> RunAsync(TrialSettings settings, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return Task.Run(() => Run(settings, ct), ct);
    }

    /// <summary>Trains the pipeline of a trial on data, usually that of the best trial on all rows.</summary>
    /// <param name="trial">The trial, such as an experiment gives as its best.</param>
    /// <param name="data">The rows to learn from.</param>
    /// <returns>The model; it belongs to the caller.</returns>
    public ITransformer Fit(TrialResult trial, IDataView data)
    {
        ArgumentNullException.ThrowIfNull(trial);
        ArgumentNullException.ThrowIfNull(data);
        return Pipeline.BuildFromOption(_ml, trial.TrialSettings.Parameter[PipelineKey]).Fit(data);
    }

    /// <summary>Does nothing: experiments dispose of a runner after every trial.</summary>
    public void Dispose()
    {
    }

    private TrialResult Run(TrialSettings settings, CancellationToken ct)
    {
        var parameter = settings.Parameter[PipelineKey];
        var json = JsonSerializer.Serialize(parameter);
        if (_journal?.Find(json) is { } entry)
        {
            _trials.Enqueue(new SweepTrial(settings.TrialId, json, entry.Metric, TimeSpan.FromMilliseconds(entry.Milliseconds), null, IsFromJournal: true));
            return Result(settings, entry.Metric, entry.Milliseconds, model: null);
        }

        var clock = Stopwatch.StartNew();
        ITransformer? model = null;
        double metric;
        TrialCancellation.Set(ct);
        try
        {
            model = Pipeline.BuildFromOption(_ml, parameter).Fit(_train);
            ct.ThrowIfCancellationRequested();
            metric = MetricReader.Read(model.Transform(_validation), _options);
            ct.ThrowIfCancellationRequested();
        }
#pragma warning disable CA1031 // Whatever it is, it is this trial's failure and not the sweep's.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            (model as IDisposable)?.Dispose();
            ct.ThrowIfCancellationRequested();
            _logger.LogWarning(exception, "Trial {Trial} failed: {Parameter}", settings.TrialId, json);
            _trials.Enqueue(new SweepTrial(settings.TrialId, json, null, clock.Elapsed, exception.Message, IsFromJournal: false));
            return new TrialResult
            {
                TrialSettings = settings,
                Metric = double.NaN,
                Loss = double.PositiveInfinity,
                DurationInMilliseconds = clock.Elapsed.TotalMilliseconds,
            };
        }
        finally
        {
            TrialCancellation.Set(default);
        }

        var milliseconds = clock.Elapsed.TotalMilliseconds;
        _journal?.Add(new JournalEntry(json, metric, milliseconds));
        _trials.Enqueue(new SweepTrial(settings.TrialId, json, metric, clock.Elapsed, null, IsFromJournal: false));
        return Result(settings, metric, milliseconds, Keep(model, metric));
    }

    private TrialResult Result(TrialSettings settings, double metric, double milliseconds, ITransformer? model)
    {
        _bestMetric = Math.Max(_bestMetric, metric);
        return new TrialResult
        {
            TrialSettings = settings,
            Metric = metric,
            Loss = -metric,
            DurationInMilliseconds = milliseconds,
            Model = model,
        };
    }

    private ITransformer? Keep(ITransformer model, double metric)
    {
        if (metric <= _bestMetric)
        {
            (model as IDisposable)?.Dispose();
            return null;
        }

        (_bestModel as IDisposable)?.Dispose();
        return _bestModel = model;
    }
}
