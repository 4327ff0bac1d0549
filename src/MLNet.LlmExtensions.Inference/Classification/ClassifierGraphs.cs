using Microsoft.Extensions.Logging;
using MLNet.LlmExtensions.Inference.Sessions;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Inference.Classification;

/// <summary>
/// The loaded graphs of the process's classifiers. What was trained beside the base model is an input of the graph that may
/// be left out, so that one graph serves every classifier whose tensors stand at the same places, whatever their ranks.
/// </summary>
internal static class ClassifierGraphs
{
    private static readonly SharedPool<GraphKey, EmbeddingSession> Pool = new();

    /// <summary>Gives a share of the graph that a classifier runs on, and what it hands over with each pass.</summary>
    /// <param name="model">The base model.</param>
    /// <param name="classifier">The classifier.</param>
    /// <param name="options">How the graph is run.</param>
    /// <param name="logger">Told of the device when a graph is loaded.</param>
    /// <exception cref="InvalidDataException">The classifier's tensors do not fit the model.</exception>
    public static (SharedResource<EmbeddingSession> Share, AdapterInputs? Adapter) Acquire(
        LanguageModel model, FineTunedClassifier classifier, TextEmbedderOptions options, ILogger logger)
    {
        var graph = new GraphOptions
        {
            Output = GraphOutput.SentenceEmbedding,
            Pooling = classifier.Pooling,
            Normalize = false,
            Precision = options.Precision,
        };
        return classifier.Configuration.Method switch
        {
            TransferMethod.Head => (Pool.Acquire(Key("", model, options), () => new EmbeddingSession(model.BuildGraph(graph), options, logger)), null),
            TransferMethod.Lora or TransferMethod.Prefix => AcquireShared(model, classifier, graph, options, logger),
            _ => (Own(() => new EmbeddingSession(Changed(model, classifier, graph), options, logger)), null),
        };
    }

    private static (SharedResource<EmbeddingSession> Share, AdapterInputs Adapter) AcquireShared(
        LanguageModel model, FineTunedClassifier classifier, GraphOptions options, TextEmbedderOptions embedder, ILogger logger)
    {
        // Without quantised weights, which only a session that is still to be loaded needs.
        var graph = Build(options with { Precision = WeightPrecision.Float32 });
        var adapter = new AdapterInputs(new SessionLayout(graph.Model).InputNames, ServingInputs.Of(graph, classifier));
        try
        {
            var inputs = string.Join('\n', graph.Trainable.Select(tensor => tensor.Name).Order(StringComparer.Ordinal));
            var share = Pool.Acquire(Key(inputs, model, embedder), () => new EmbeddingSession(
                options.Precision == WeightPrecision.Float32 ? graph.Model : Build(options).Model, embedder, logger));
            return (share, adapter);
        }
        catch
        {
            adapter.Dispose();
            throw;
        }

        TransferGraph Build(GraphOptions options) =>
            TransferGraph.Build(model, options, classifier.Configuration, AdapterPlacement.OverridableInputs);
    }

    // Trained layers take the place of the model's own, so that nobody else can use the graph.
    private static OnnxModel Changed(LanguageModel model, FineTunedClassifier classifier, GraphOptions options) =>
        TransferGraph.Build(model, options, classifier.Configuration, AdapterPlacement.Initializers).WithValues(classifier.Tensors);

    private static SharedResource<EmbeddingSession> Own(Func<EmbeddingSession> open)
    {
        var share = new SharedResource<EmbeddingSession>(open);
        _ = share.TryAcquire();
        return share;
    }

    private static GraphKey Key(string inputs, LanguageModel model, TextEmbedderOptions options) => new(
        model.Fingerprint,
        options.Pooling,
        options.Precision,
        inputs,
        options.Device,
        options.DeviceId,
        options.IntraOpThreads,
        options.TokenBudget,
        options.MaximumBatchSize);
}
