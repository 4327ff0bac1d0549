using Microsoft.Extensions.Logging;
using MLNet.LlmExtensions.Serving.Diagnostics;
using MLNet.LlmExtensions.Serving.Models;
using MLNet.LlmExtensions.Serving.Queueing;

namespace MLNet.LlmExtensions.Serving;

/// <summary>
/// A text classifier as a service: callers from all threads, whose texts go through the model together; a bound on how many may wait;
/// and a new model file takes the old one's place while it serves.
/// </summary>
/// <remarks>
/// Registered by <c>services.AddLlmTextClassifier</c> and taken from the service provider, which disposes of it. Thread-safe. Classifiers
/// over one language model share it in memory.
/// </remarks>
/// <example>
/// <code>
/// services.AddLlmTextClassifier("triage", options => options.ModelPath = "triage.zip");
///
/// public sealed class Triage([FromKeyedServices("triage")] LlmTextClassifier classifier)
/// {
///     public async Task&lt;string> OfAsync(string report) => (await classifier.ClassifyAsync(report)).Label;
/// }
/// </code>
/// </example>
public sealed class LlmTextClassifier : ILlmService, IAsyncDisposable, IDisposable
{
    private readonly LlmTextClassifierOptions _options;
    private readonly ReloadingModel _model;
    private readonly RequestQueue<TextClassification> _queue;

    internal LlmTextClassifier(string name, LlmTextClassifierOptions options, ServingMetrics metrics, ILogger logger, TimeProvider time)
    {
        Name = name;
        _options = options;
        _model = new ReloadingModel(name, options, metrics, logger, time);
        _queue = new RequestQueue<TextClassification>(name, options, _model.Classify, metrics, time);
        metrics.Observe(name, () => _queue.Length);
    }

    /// <summary>The name that it was registered with.</summary>
    public string Name { get; }

    /// <summary>How it is: loaded or not, and how many texts wait.</summary>
    public LlmServiceStatus Status => new(_model.LoadedAt is not null, _model.LoadedAt, _model.Failure, _queue.Length, _options.MaximumQueueLength);

    /// <summary>Classifies a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cancellationToken">Gives up waiting. A text that is being computed is computed to the end.</param>
    /// <returns>What the classifier says of it.</returns>
    /// <exception cref="ArgumentException">The text is longer than <see cref="LlmServiceOptions.MaximumTextLength"/>.</exception>
    /// <exception cref="LlmServiceOverloadedException">Too many texts wait already.</exception>
    /// <exception cref="FileNotFoundException">There is no model file.</exception>
    /// <exception cref="InvalidDataException">The model file cannot be served.</exception>
    /// <exception cref="OperationCanceledException">The waiting was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The service provider has been disposed.</exception>
    public async Task<TextClassification> ClassifyAsync(string text, CancellationToken cancellationToken = default) =>
        (await ClassifyAsync([text], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Classifies texts. They may share batches with those of other callers.</summary>
    /// <param name="texts">The texts: all of them have room in the queue, or none is taken.</param>
    /// <param name="cancellationToken">Gives up waiting. Texts that are being computed are computed to the end.</param>
    /// <returns>What the classifier says of each, in their order.</returns>
    /// <inheritdoc cref="ClassifyAsync(string, CancellationToken)" path="/exception"/>
    public async Task<IReadOnlyList<TextClassification>> ClassifyAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        TextCheck.Check(texts, _options);
        return await _queue.RunAsync(texts, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Answers what is waiting, then frees the model.</summary>
    /// <returns>A task that is done when the model is freed.</returns>
    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync().ConfigureAwait(false);
        _model.Dispose();
    }

    /// <summary>Answers what is waiting, then frees the model.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    bool ILlmService.LoadsOnStart => _options.LoadOnStart;

    void ILlmService.Load() => _model.Load();

    /// <summary>Looks whether the model file has changed.</summary>
    internal void Look() => _model.Look();
}
