using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace MLNet.LlmExtensions.Serving.Diagnostics;

/// <summary>The measurements of all services of an application. The names follow OpenTelemetry's conventions.</summary>
internal sealed class ServingMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "MLNet.LlmExtensions.Serving";

    public const string Succeeded = "succeeded";
    public const string Failed = "failed";
    public const string Rejected = "rejected";
    public const string Cancelled = "cancelled";

    private const string Service = "llm.service";
    private const string Outcome = "llm.outcome";

    private readonly Meter _meter;
    private readonly Counter<long> _texts;
    private readonly Histogram<double> _requestDuration;
    private readonly Histogram<int> _batchSize;
    private readonly Histogram<double> _batchDuration;
    private readonly Counter<long> _loads;
    private readonly ConcurrentDictionary<string, Func<int>> _queues = new(StringComparer.Ordinal);

    public ServingMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(MeterName);
        _texts = _meter.CreateCounter<long>("llm.texts", "{text}", "Texts that were asked about.");
        _requestDuration = _meter.CreateHistogram<double>("llm.request.duration", "s", "From a request to its answer.");
        _batchSize = _meter.CreateHistogram<int>("llm.batch.size", "{text}", "Texts that went through the model together.");
        _batchDuration = _meter.CreateHistogram<double>("llm.batch.duration", "s", "The computation of a batch.");
        _loads = _meter.CreateCounter<long>("llm.model.loads", "{load}", "Models that were loaded, or could not be.");
        _ = _meter.CreateObservableUpDownCounter(
            "llm.queue.length",
            () => _queues.Select(queue => new Measurement<int>(queue.Value(), new KeyValuePair<string, object?>(Service, queue.Key))),
            "{text}",
            "Texts that wait or are being computed.");
    }

    /// <summary>Measures the queue of a service from now on.</summary>
    public void Observe(string service, Func<int> queueLength) => _queues[service] = queueLength;

    public void Request(string service, string outcome, int texts, TimeSpan duration)
    {
        var tags = new TagList { { Service, service }, { Outcome, outcome } };
        _texts.Add(texts, tags);
        _requestDuration.Record(duration.TotalSeconds, tags);
    }

    public void Batch(string service, int texts, TimeSpan duration)
    {
        var tags = new TagList { { Service, service } };
        _batchSize.Record(texts, tags);
        _batchDuration.Record(duration.TotalSeconds, tags);
    }

    public void Load(string service, bool succeeded) =>
        _loads.Add(1, new TagList { { Service, service }, { Outcome, succeeded ? Succeeded : Failed } });
}
