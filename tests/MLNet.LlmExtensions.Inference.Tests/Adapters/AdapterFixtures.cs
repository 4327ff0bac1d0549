using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Inference.Tests.Adapters;

/// <summary>Models, adapters and classifiers for tests.</summary>
internal static class AdapterFixtures
{
    public static LanguageModel Model(string name) => LanguageModel.FromPretrained(SharedData.PathTo($"reference/checkpoints/{name}"));

    public static LoraAdapter Adapter(string name) => LoraAdapter.Load(SharedData.PathTo($"reference/lora/{name}"));

    /// <summary>A classifier of one class around trained tensors, whose head adds up the vector's components.</summary>
    public static FineTunedClassifier Classifier(
        LanguageModel model, TransferConfiguration configuration, IReadOnlyDictionary<string, DenseTensor> tensors, PoolingMode? pooling = null) => new()
    {
        BaseModelFolder = model.Folder,
        BaseModelType = model.Configuration.ModelType,
        BaseModelFingerprint = model.Fingerprint,
        Configuration = configuration,
        Pooling = pooling,
        MaximumLength = 32,
        Classes = ["one", "two"],
        HeadWeight = new DenseTensor(
            [2, model.Configuration.HiddenSize],
            [.. Enumerable.Range(0, 2 * model.Configuration.HiddenSize).Select(i => MathF.Sin(i))]),
        HeadBias = new DenseTensor([2], [0.25f, -0.5f]),
        Tensors = tensors,
    };

    /// <summary>Values for every trained tensor of a graph, none of them trivial: those of the base model, moved a little.</summary>
    public static Dictionary<string, DenseTensor> RandomTensors(TransferGraph graph, int seed, float scale = 0.3f)
    {
        var result = new Dictionary<string, DenseTensor>(StringComparer.Ordinal);
        foreach (var tensor in graph.Trainable)
        {
            result.Add(tensor.Name, new DenseTensor(tensor.Shape, ValuesNearStart(graph, tensor, new Random(seed + result.Count), scale)));
        }

        return result;
    }

    /// <summary>Values that are near those which training starts from, and not trivial.</summary>
    public static float[] ValuesNearStart(TransferGraph graph, TrainableTensor tensor, Random random, float scale)
    {
        var values = new float[tensor.Count];
        if (tensor.Initialization == TensorInitialization.FromGraph)
        {
            using var data = new TensorData(graph.Model.ExternalDataFolder, graph.Source);
            data.CopyFloats(graph.Model.Proto.Graph.Initializer.Single(initializer => initializer.Name == tensor.Name), 0, values);
        }

        for (var i = 0; i < values.Length; i++)
            values[i] += ((2 * random.NextSingle()) - 1) * (tensor.InitializationScale + scale);
        return values;
    }
}
