using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MLNet.LlmExtensions.Inference.Classification;
using MLNet.LlmExtensions.Inference.Encoders;
using MLNet.LlmExtensions.Inference.Sessions;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;

namespace MLNet.LlmExtensions.Inference;

/// <summary>
/// Classifies texts with a fine-tuned language model that ONNX Runtime runs: the probability of each class.
/// </summary>
/// <remarks>
/// <para>Classifiers that were trained with adapters or prefixes, or as a head alone, share one loaded base model: each adds
/// its own tensors, which are handed over with every pass, and nothing else. Classifiers whose layers were trained
/// (<see cref="TransferMethod.LastLayers"/>, <see cref="TransferMethod.Full"/>) have a model of their own in memory.</para>
/// <para>Texts are read as in training: the same prompt, and the same windows of long texts, whose scores are averaged. They
/// are batched as in <see cref="TextEmbedder"/>; a text has the same probabilities alone and in any batch, up to rounding
/// (1e-5; <see cref="Models.Graphs.WeightPrecision.Int8"/> excepted). <see langword="null"/> is the empty text.</para>
/// <para>Thread-safe. Dispose of the classifier to let go of the base model; the last one frees it, once calls that are
/// running have finished.</para>
/// </remarks>
/// <example>
/// <code>
/// var model = LanguageModel.FromPretrained("models/report-encoder-small");
/// using var classifier = new TextClassifier(model, FineTunedClassifier.Load("classifiers/urgency"));
/// float[] probabilities = classifier.Predict("Large right pneumothorax.");
/// string likeliest = classifier.Classes[Array.IndexOf(probabilities, probabilities.Max())];
/// </code>
/// </example>
public sealed class TextClassifier : IDisposable
{
    private readonly SharedResource<EmbeddingSession> _share;
    private readonly AdapterInputs? _adapter;
    private readonly TextEncoder _encoder;
    private readonly ClassifierHead _head;
    private readonly CallerGate _gate;

    /// <summary>Makes the classifier, and loads the base model unless another classifier has done so.</summary>
    /// <param name="model">The base model: the one that the classifier was trained on, from whatever folder.</param>
    /// <param name="classifier">What training made.</param>
    /// <param name="options">Where and how fast it runs, or <see langword="null"/> for the best device.</param>
    /// <exception cref="ArgumentException">An option has a value that cannot be used. The message names it.</exception>
    /// <exception cref="InvalidDataException">
    /// The model is another one than the classifier was trained on, or the classifier's tensors do not fit it.
    /// </exception>
    /// <exception cref="InvalidOperationException">CUDA was asked for and cannot be used.</exception>
    public TextClassifier(LanguageModel model, FineTunedClassifier classifier, TextClassifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(classifier);
        Model = model;
        Classifier = classifier;
        Options = options ?? new TextClassifierOptions();
        CheckBase();
        _head = new ClassifierHead(classifier);
        var embedder = Options.ToEmbedderOptions(classifier);
        var settings = ResolvedSettings.Resolve(model, embedder, classifier.HasPairs);
        var logger = (Options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<TextClassifier>();
        _gate = new CallerGate(typeof(TextClassifier), Free);
        (_share, _adapter) = ClassifierGraphs.Acquire(model, classifier, embedder, logger);
        try
        {
            var session = _share.Open();
            if (session.Dimensions != _head.Dimensions)
            {
                throw new InvalidDataException(
                    $"The classifier's head takes vectors of {_head.Dimensions} dimensions, and the model in '{model.Folder}' gives {session.Dimensions}.");
            }

            Device = session.Device;
            _encoder = new TextEncoder(model, settings, embedder.LongText, classifier.HasPairs, session, _adapter, logger);
        }
        catch
        {
            _gate.Dispose();
            throw;
        }
    }

    /// <summary>The base model.</summary>
    public LanguageModel Model { get; }

    /// <summary>What training made: head, adapter, and how texts are read.</summary>
    public FineTunedClassifier Classifier { get; }

    /// <summary>The options that the classifier was made with.</summary>
    public TextClassifierOptions Options { get; }

    /// <summary>The names of the classes, in the order of the probabilities.</summary>
    public IReadOnlyList<string> Classes => Classifier.Classes;

    /// <summary>The longest row in tokens, special tokens included.</summary>
    public int MaximumLength => _encoder.MaximumLength;

    /// <summary>The device that the model runs on, and why that one.</summary>
    public DeviceChoice Device { get; }

    /// <summary>The loaded graph, for tests of sharing.</summary>
    internal EmbeddingSession Session => _share.Open();

    /// <summary>The size of what the classifier adds to the graph, in numbers.</summary>
    internal long AdapterLength => _adapter?.Length ?? 0;

    /// <summary>What the classifier has done so far.</summary>
    public EmbeddingStatistics Statistics => _encoder.Statistics;

    /// <summary>Classifies one text.</summary>
    /// <param name="text">The text; <see langword="null"/> is the empty text.</param>
    /// <returns>
    /// A new array with the probability of each of <see cref="Classes"/>. They add up to 1, or, where a text may have several
    /// classes, lie between 0 and 1 each.
    /// </returns>
    /// <exception cref="InvalidOperationException">The classifier is for pairs of texts.</exception>
    /// <exception cref="ObjectDisposedException">The classifier has been disposed.</exception>
    public float[] Predict(string? text)
    {
        var probabilities = new float[Classes.Count];
        Predict(text, probabilities);
        return probabilities;
    }

    /// <summary>Classifies one text into memory of the caller.</summary>
    /// <param name="text">The text; <see langword="null"/> is the empty text.</param>
    /// <param name="destination">Receives the probabilities: exactly one for each of <see cref="Classes"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    /// <exception cref="InvalidOperationException">The classifier is for pairs of texts.</exception>
    /// <exception cref="ObjectDisposedException">The classifier has been disposed.</exception>
    public void Predict(string? text, Span<float> destination) => Predict(new ReadOnlySpan<string?>(in text), destination);

    /// <summary>Classifies a pair of texts.</summary>
    /// <param name="text">The first text; <see langword="null"/> is the empty text.</param>
    /// <param name="textPair">The second text; <see langword="null"/> is the empty text.</param>
    /// <returns>A new array with the probability of each of <see cref="Classes"/>.</returns>
    /// <exception cref="InvalidOperationException">The classifier is for single texts.</exception>
    /// <exception cref="ObjectDisposedException">The classifier has been disposed.</exception>
    public float[] Predict(string? text, string? textPair)
    {
        var probabilities = new float[Classes.Count];
        PredictPairs(new ReadOnlySpan<string?>(in text), new ReadOnlySpan<string?>(in textPair), probabilities);
        return probabilities;
    }

    /// <summary>Classifies texts.</summary>
    /// <param name="texts">The texts, in any order; a <see langword="null"/> among them is the empty text.</param>
    /// <param name="progress">Told of each finished part, on the calling thread.</param>
    /// <param name="cancellationToken">Ends the work between two passes through the model.</param>
    /// <returns>The probabilities of each text, in the order of the texts.</returns>
    /// <exception cref="InvalidOperationException">The classifier is for pairs of texts.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The classifier has been disposed.</exception>
    public float[][] Predict(
        IReadOnlyList<string?> texts, IProgress<EmbeddingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        CheckPairs(arePairs: false);
        var result = new float[texts.Count][];
        Run(new ListSource(texts), new ArrayTarget(result, Classes.Count), progress, cancellationToken);
        return result;
    }

    /// <summary>Classifies pairs of texts.</summary>
    /// <param name="texts">The first texts; a <see langword="null"/> among them is the empty text.</param>
    /// <param name="textPairs">As many second texts.</param>
    /// <param name="progress">Told of each finished part, on the calling thread.</param>
    /// <param name="cancellationToken">Ends the work between two passes through the model.</param>
    /// <returns>The probabilities of each pair, in the order of the pairs.</returns>
    /// <exception cref="ArgumentException">There are not as many second texts as first ones.</exception>
    /// <exception cref="InvalidOperationException">The classifier is for single texts.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The classifier has been disposed.</exception>
    public float[][] PredictPairs(
        IReadOnlyList<string?> texts,
        IReadOnlyList<string?> textPairs,
        IProgress<EmbeddingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(textPairs);
        CheckPairs(arePairs: true);
        CheckCounts(texts.Count, textPairs.Count);
        var result = new float[texts.Count][];
        Run(new PairListSource(texts, textPairs), new ArrayTarget(result, Classes.Count), progress, cancellationToken);
        return result;
    }

    /// <summary>Classifies texts into memory of the caller. Allocates nothing in the long run.</summary>
    /// <param name="texts">The texts, in any order; a <see langword="null"/> among them is the empty text.</param>
    /// <param name="destination">Receives the probabilities text by text: exactly texts × classes numbers.</param>
    /// <param name="progress">Told of each finished part, on the calling thread.</param>
    /// <param name="cancellationToken">Ends the work between two passes through the model.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    /// <exception cref="InvalidOperationException">The classifier is for pairs of texts.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled. <paramref name="destination"/> may be partly written.</exception>
    /// <exception cref="ObjectDisposedException">The classifier has been disposed.</exception>
    public void Predict(
        ReadOnlySpan<string?> texts,
        Span<float> destination,
        IProgress<EmbeddingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        CheckPairs(arePairs: false);
        CheckDestination(texts.Length, destination);
        Run(new SpanSource(texts), new SpanTarget(destination, Classes.Count), progress, cancellationToken);
    }

    /// <summary>Classifies pairs of texts into memory of the caller. Allocates nothing in the long run.</summary>
    /// <param name="texts">The first texts; a <see langword="null"/> among them is the empty text.</param>
    /// <param name="textPairs">As many second texts.</param>
    /// <param name="destination">Receives the probabilities pair by pair: exactly pairs × classes numbers.</param>
    /// <param name="progress">Told of each finished part, on the calling thread.</param>
    /// <param name="cancellationToken">Ends the work between two passes through the model.</param>
    /// <exception cref="ArgumentException">
    /// There are not as many second texts as first ones, or <paramref name="destination"/> has another length.
    /// </exception>
    /// <exception cref="InvalidOperationException">The classifier is for single texts.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled. <paramref name="destination"/> may be partly written.</exception>
    /// <exception cref="ObjectDisposedException">The classifier has been disposed.</exception>
    public void PredictPairs(
        ReadOnlySpan<string?> texts,
        ReadOnlySpan<string?> textPairs,
        Span<float> destination,
        IProgress<EmbeddingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        CheckPairs(arePairs: true);
        CheckCounts(texts.Length, textPairs.Length);
        CheckDestination(texts.Length, destination);
        Run(new PairSpanSource(texts, textPairs), new SpanTarget(destination, Classes.Count), progress, cancellationToken);
    }

    /// <summary>
    /// Frees the classifier's own tensors, and the base model where no other classifier uses it, once the calls that are
    /// running have finished. Further calls fail.
    /// </summary>
    public void Dispose() => _gate.Dispose();

    private void Run<TSource, TTarget>(
        TSource source, TTarget target, IProgress<EmbeddingProgress>? progress, CancellationToken cancellationToken)
        where TSource : ITextSource, allows ref struct
        where TTarget : IVectorTarget, allows ref struct
    {
        _gate.Enter();
        try
        {
            _ = _encoder.Run(source, new ScoreAccumulator<TTarget>(target, _head), progress, cancellationToken);
        }
        finally
        {
            _gate.Leave();
        }
    }

    private void Free()
    {
        _adapter?.Dispose();
        _share.Release();
    }

    private void CheckBase()
    {
        if (!Options.AcceptOtherBaseModel && !Classifier.IsTrainedOn(Model))
        {
            throw new InvalidDataException(
                $"The classifier was trained on the model of fingerprint {Classifier.BaseModelFingerprint}, then in '{Classifier.BaseModelFolder}'; the model in " +
                $"'{Model.Folder}' has the fingerprint {Model.Fingerprint}. Open the model that it was trained on, or set " +
                $"{nameof(TextClassifierOptions)}.{nameof(TextClassifierOptions.AcceptOtherBaseModel)} if this one computes the same.");
        }
    }

    private void CheckPairs(bool arePairs)
    {
        if (arePairs != Classifier.HasPairs)
        {
            throw new InvalidOperationException(arePairs
                ? "The classifier was trained on single texts and cannot classify pairs."
                : "The classifier was trained on pairs of texts; give it a second text as well.");
        }
    }

    private static void CheckCounts(int texts, int textPairs)
    {
        if (texts != textPairs)
        {
            throw new ArgumentException($"There are {texts} first texts and {textPairs} second ones.", nameof(textPairs));
        }
    }

    private void CheckDestination(int texts, ReadOnlySpan<float> destination)
    {
        if (destination.Length != (long)texts * Classes.Count)
        {
            throw new ArgumentException(
                $"{texts} texts with {Classes.Count} classes need room for {(long)texts * Classes.Count} numbers, not {destination.Length}.",
                nameof(destination));
        }
    }
}
