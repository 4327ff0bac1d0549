using System.Runtime.InteropServices;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Training.Graphs.Compilation;
using Onnx;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs;

/// <summary>Makes the parameters of a graph with their initial values.</summary>
internal static class ParameterFactory
{
    /// <summary>Makes a parameter for each trainable tensor.</summary>
    /// <param name="model">The graph, which has an initializer for each.</param>
    /// <param name="trainable">What is trained.</param>
    /// <param name="options">The seed and the device.</param>
    /// <param name="source">What messages call the graph.</param>
    /// <exception cref="InvalidDataException">The graph has no such initializer, or one of another shape.</exception>
    public static IReadOnlyList<TrainableParameter> Create(
        OnnxModel model, IReadOnlyList<TrainableTensor> trainable, TorchGraphOptions options, string source)
    {
        var initializers = new Dictionary<string, TensorProto>(StringComparer.Ordinal);
        foreach (var initializer in model.Proto.Graph.Initializer)
            initializers.TryAdd(initializer.Name, initializer);
        using var loader = new WeightLoader(model.ExternalDataFolder, source, options);
        var parameters = new List<TrainableParameter>(trainable.Count);
        try
        {
            foreach (var description in trainable)
            {
                if (!initializers.TryGetValue(description.Name, out var initializer))
                    throw new InvalidDataException($"{source} has no initializer '{description.Name}', which is to be trained.");
                if (!initializer.Dims.SequenceEqual(description.Shape))
                {
                    throw new InvalidDataException(
                        $"{source}: the initializer '{description.Name}' is [{string.Join(", ", initializer.Dims)}], but what is trained is [{string.Join(", ", description.Shape)}].");
                }

                var tensor = description.Initialization == TensorInitialization.FromGraph
                    ? loader.LoadTensor(initializer, ScalarType.Float32)
                    : New(description, options);
                tensor.requires_grad_();
                parameters.Add(new TrainableParameter(description.Name, tensor, description.Decays));
            }
        }
        catch
        {
            foreach (var parameter in parameters)
                parameter.Tensor.Dispose();
            throw;
        }

        return parameters;
    }

    private static Tensor New(TrainableTensor description, TorchGraphOptions options)
    {
        using var scope = NewDisposeScope();
        var tensor = empty([.. description.Shape], ScalarType.Float32);
        new ParameterRandom(options.Seed, description.Name).Fill(description, MemoryMarshal.Cast<byte, float>(tensor.bytes));
        return tensor.to(options.Device).DetachFromDisposeScope();
    }
}
