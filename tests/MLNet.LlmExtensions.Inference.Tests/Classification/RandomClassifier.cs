using System.Numerics.Tensors;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Inference.Tests.Classification;

/// <summary>Classifiers of random numbers: they decide nothing sensible, but compute all that trained ones do.</summary>
internal static class RandomClassifier
{
    public static FineTunedClassifier Create(
        LanguageModel model,
        TransferConfiguration configuration,
        int seed,
        int classes = 3,
        PoolingMode? pooling = null,
        bool multiLabel = false,
        bool pairs = false,
        string? prompt = null,
        int maximumLength = 48)
    {
        var random = new Random(seed);
        var graph = TransferGraph.Build(model, Options(pooling), configuration, AdapterPlacement.Initializers);
        using var data = new TensorData(graph.Model.ExternalDataFolder, graph.Source);
        var tensors = graph.Trainable.ToDictionary(tensor => tensor.Name, tensor => Around(graph, data, tensor, random), StringComparer.Ordinal);
        var dimensions = model.Configuration.HiddenSize;
        return new FineTunedClassifier
        {
            BaseModelFolder = model.Folder,
            BaseModelFingerprint = model.Fingerprint,
            Configuration = configuration,
            Pooling = pooling,
            MaximumLength = maximumLength,
            ChunkOverlap = 10,
            Prompt = prompt,
            IsMultiLabel = multiLabel,
            HasPairs = pairs,
            Classes = [.. Enumerable.Range(0, classes).Select(index => $"class {index}")],
            HeadWeight = new DenseTensor([classes, dimensions], Numbers(classes * dimensions, random, 1)),
            HeadBias = new DenseTensor([classes], Numbers(classes, random, 1)),
            Tensors = tensors,
        };
    }

    public static GraphOptions Options(PoolingMode? pooling) => new() { Pooling = pooling, Normalize = false };

    // Trained weights are near those that training started from; B, which starts at zero, must not stay there.
    private static DenseTensor Around(TransferGraph graph, TensorData data, TrainableTensor tensor, Random random)
    {
        var values = Numbers((int)tensor.Count, random, 0.2f);
        if (tensor.Initialization == TensorInitialization.FromGraph)
        {
            var start = new float[values.Length];
            data.CopyFloats(graph.Model.Proto.Graph.Initializer.First(initializer => initializer.Name == tensor.Name), 0, start);
            TensorPrimitives.Add(start, values, values);
        }

        return new DenseTensor(tensor.Shape, values);
    }

    private static float[] Numbers(int count, Random random, float scale) =>
        [.. Enumerable.Range(0, count).Select(_ => ((2 * random.NextSingle()) - 1) * scale)];
}
