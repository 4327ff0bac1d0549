using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MLNet.LlmExtensions.Inference.Caching;
using MLNet.LlmExtensions.Inference.Encoders;
using MLNet.LlmExtensions.Inference.Sessions;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Inference;

/// <summary>
/// Turns texts into vectors with a frozen language model that ONNX Runtime runs.
/// </summary>
/// <remarks>
/// <para>Texts are tokenised, sorted by length and packed into batches under a token budget, each padded to its own longest
/// row; pooling and normalisation are part of the graph. A text longer than the model's window is read in overlapping
/// windows (<see cref="LongTextHandling"/>). With 32-bit weights a text has the same vector alone and in any batch, up to
/// rounding (1e-5).</para>
/// <para><see langword="null"/> is the empty text. An empty text, or one of white space alone, has the vector of the model's
/// special tokens; where the model adds none, the zero vector.</para>
/// <para>Thread-safe: calls may run side by side and share the loaded model. Dispose of the embedder to free it; calls that
/// are still running finish first.</para>
/// </remarks>
/// <example>
/// <code>
/// using var embedder = new TextEmbedder(LanguageModel.FromPretrained("models/report-encoder-small"));
/// float[][] vectors = embedder.Embed(["No pleural effusion.", "Small left effusion."]);
/// </code>
/// </example>
public sealed class TextEmbedder : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingSession _session;
    private readonly TextEncoder _encoder;
    private readonly ReadoutSelection _readouts;
    private readonly bool _normalize;
    private readonly CachedEmbedding? _cached;

    /// <summary>Loads the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How to embed, or <see langword="null"/> for what the model's files say, on the best device.</param>
    /// <exception cref="ArgumentException">An option has a value that does not go with this model. The message names it.</exception>
    /// <exception cref="InvalidOperationException">CUDA was asked for and cannot be used.</exception>
    /// <exception cref="InvalidDataException">The model's files do not fit together. The message names the file.</exception>
    public TextEmbedder(LanguageModel model, TextEmbedderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        Options = options ?? new TextEmbedderOptions();
        var settings = ResolvedSettings.Resolve(model, Options);
        var logger = (Options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<TextEmbedder>();
        var plan = ReadoutPlan.Of(Options, model);
        var graph = model.BuildGraph(new GraphOptions
        {
            Output = GraphOutput.SentenceEmbedding,
            Pooling = Options.Pooling,
            Normalize = Options.Normalize,
            Dimensions = Options.Dimensions,
            Layer = Options.Layer,
            Readouts = plan.Computed,
            Precision = Options.Precision,
        });
        _session = new EmbeddingSession(graph, Options, logger);
        _readouts = new ReadoutSelection(plan, graph, _session.Dimensions);
        _normalize = settings.Normalize;
        _encoder = new TextEncoder(model, settings, Options.LongText, hasPairs: false, _session, adapter: null, logger);
        _cached = Options.Cache is { } cache
            ? new CachedEmbedding(_encoder, cache.Space(VectorSpaceName.Of(model, Options, settings, plan, Device.Kind), _encoder.Dimensions), _readouts, _normalize)
            : null;
        Metadata = new EmbeddingGeneratorMetadata("MLNet.LlmExtensions", null, Path.GetFileName(model.Folder), Dimensions);
    }

    /// <summary>The model.</summary>
    public LanguageModel Model { get; }

    /// <summary>The options that the embedder was made with.</summary>
    public TextEmbedderOptions Options { get; }

    /// <summary>The length of each vector.</summary>
    public int Dimensions => _readouts.Dimensions;

    /// <summary>The longest row in tokens, special tokens included.</summary>
    public int MaximumLength => _encoder.MaximumLength;

    /// <summary>The device that the model runs on, and why that one.</summary>
    public DeviceChoice Device => _session.Device;

    /// <summary>What the embedder has done so far. Texts whose vector came out of a cache are not counted.</summary>
    public EmbeddingStatistics Statistics => _encoder.Statistics;

    private EmbeddingGeneratorMetadata Metadata { get; }

    /// <summary>Embeds one text.</summary>
    /// <param name="text">The text; <see langword="null"/> is the empty text.</param>
    /// <returns>A new vector of <see cref="Dimensions"/> numbers.</returns>
    /// <exception cref="ObjectDisposedException">The embedder has been disposed.</exception>
    public float[] Embed(string? text)
    {
        var vector = new float[Dimensions];
        Embed(text, vector);
        return vector;
    }

    /// <summary>Embeds one text into memory of the caller.</summary>
    /// <param name="text">The text; <see langword="null"/> is the empty text.</param>
    /// <param name="destination">Receives the vector: exactly <see cref="Dimensions"/> numbers.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    /// <exception cref="ObjectDisposedException">The embedder has been disposed.</exception>
    public void Embed(string? text, Span<float> destination) => Embed(new ReadOnlySpan<string?>(in text), destination);

    /// <summary>Embeds texts.</summary>
    /// <param name="texts">The texts, in any order; a <see langword="null"/> among them is the empty text.</param>
    /// <param name="progress">Told of each finished part, on the calling thread.</param>
    /// <param name="cancellationToken">Ends the work between two passes through the model.</param>
    /// <returns>One vector of <see cref="Dimensions"/> numbers for each text, in the order of the texts.</returns>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The embedder has been disposed.</exception>
    public float[][] Embed(
        IReadOnlyList<string?> texts, IProgress<EmbeddingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var result = new float[texts.Count][];
        _ = Run(new ListSource(texts), new ArrayTarget(result, Dimensions), progress, cancellationToken);
        return result;
    }

    /// <summary>Embeds texts into memory of the caller. Allocates nothing in the long run.</summary>
    /// <param name="texts">The texts, in any order; a <see langword="null"/> among them is the empty text.</param>
    /// <param name="destination">Receives the vectors one after the other: exactly texts × <see cref="Dimensions"/> numbers.</param>
    /// <param name="progress">Told of each finished part, on the calling thread.</param>
    /// <param name="cancellationToken">Ends the work between two passes through the model.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled. <paramref name="destination"/> may be partly written.</exception>
    /// <exception cref="ObjectDisposedException">The embedder has been disposed.</exception>
    public void Embed(
        ReadOnlySpan<string?> texts,
        Span<float> destination,
        IProgress<EmbeddingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        if (destination.Length != (long)texts.Length * Dimensions)
        {
            throw new ArgumentException(
                $"{texts.Length} texts of {Dimensions} dimensions need room for {(long)texts.Length * Dimensions} numbers, not {destination.Length}.",
                nameof(destination));
        }

        _ = Run(new SpanSource(texts), new SpanTarget(destination, Dimensions), progress, cancellationToken);
    }

    /// <summary>
    /// Embeds a stream of texts: reads ahead, embeds what it has read in length-sorted batches, and hands the vectors out in
    /// order. Memory does not depend on the length of the stream.
    /// </summary>
    /// <param name="texts">The texts. Read lazily, <paramref name="lookAhead"/> at a time.</param>
    /// <param name="lookAhead">How many texts are read and sorted together. The default is 1024; more than that packs hardly better.</param>
    /// <param name="cancellationToken">Ends the work between two passes through the model.</param>
    /// <returns>One new vector of <see cref="Dimensions"/> numbers for each text, in the order of the texts.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lookAhead"/> is less than 1.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The embedder has been disposed.</exception>
    public IEnumerable<float[]> EmbedStream(
        IEnumerable<string?> texts, int lookAhead = 1024, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfLessThan(lookAhead, 1);
        return texts.Chunk(lookAhead).SelectMany(chunk => Embed(chunk, null, cancellationToken));
    }

    /// <summary>Embeds texts on a thread of the pool. Part of <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/>.</summary>
    /// <param name="values">The texts.</param>
    /// <param name="options"><see cref="EmbeddingGenerationOptions.Dimensions"/> must be left out or be <see cref="Dimensions"/>.</param>
    /// <param name="cancellationToken">Ends the work between two passes through the model.</param>
    /// <returns>One embedding for each text, in the order of the texts, with the number of tokens used.</returns>
    /// <exception cref="NotSupportedException">Another number of dimensions was asked for.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (options?.Dimensions is { } dimensions && dimensions != Dimensions)
        {
            throw new NotSupportedException(
                $"This embedder gives {Dimensions} dimensions, not {dimensions}. Set {nameof(TextEmbedderOptions)}.{nameof(TextEmbedderOptions.Dimensions)}.");
        }

        var texts = values.ToArray();
        return await Task.Run(Generate, cancellationToken).ConfigureAwait(false);

        GeneratedEmbeddings<Embedding<float>> Generate()
        {
            var vectors = new float[texts.Length][];
            var tokens = Run(new SpanSource(texts), new ArrayTarget(vectors, Dimensions), null, cancellationToken);
            var now = DateTimeOffset.UtcNow;
            return new GeneratedEmbeddings<Embedding<float>>(
                vectors.Select(vector => new Embedding<float>(vector) { CreatedAt = now, ModelId = Metadata.DefaultModelId }))
            {
                Usage = new UsageDetails { InputTokenCount = tokens, TotalTokenCount = tokens },
            };
        }
    }

    /// <summary>Finds a service that the embedder offers: itself, its <see cref="LanguageModel"/>, or its metadata.</summary>
    /// <param name="serviceType">The type asked for.</param>
    /// <param name="serviceKey">Must be <see langword="null"/>.</param>
    /// <returns>The service, or <see langword="null"/>.</returns>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
        {
            return null;
        }

        object[] services = [this, Model, Metadata, Device];
        return Array.Find(services, serviceType.IsInstanceOfType);
    }

    /// <summary>Frees the model once the calls that are running have finished. Further calls fail.</summary>
    public void Dispose() => _session.Dispose();

    private long Run<TSource, TTarget>(
        in TSource source, in TTarget target, IProgress<EmbeddingProgress>? progress, CancellationToken cancellationToken)
        where TSource : ITextSource, allows ref struct
        where TTarget : IVectorTarget, allows ref struct =>
        _cached is { } cached
            ? cached.Run(source, target, progress, cancellationToken)
            : _encoder.Run(source, new EmbeddingAccumulator<TTarget>(target, _readouts.Sizes, _normalize), progress, cancellationToken);
}
