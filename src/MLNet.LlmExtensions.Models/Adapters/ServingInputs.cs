using System.Numerics.Tensors;
using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>What a graph with overridable inputs is fed for a classifier.</summary>
internal static class ServingInputs
{
    /// <summary>The values of the inputs; whatever input is not among them keeps its default, which changes nothing.</summary>
    /// <param name="graph">A graph that was built with <see cref="AdapterPlacement.OverridableInputs"/>.</param>
    /// <param name="classifier">A classifier of the same base model.</param>
    /// <exception cref="InvalidDataException">The graph has no input for a trained tensor, or one of another shape.</exception>
    public static IReadOnlyDictionary<string, DenseTensor> Of(TransferGraph graph, FineTunedClassifier classifier)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(classifier);
        var inputs = graph.Trainable.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var layers = graph.Adapted.ToDictionary(layer => layer.Module, StringComparer.Ordinal);
        var result = new Dictionary<string, DenseTensor>(StringComparer.Ordinal);
        using var data = new TensorData(graph.Model.ExternalDataFolder, graph.Source);
        foreach (var (name, tensor) in classifier.Tensors)
        {
            if (TensorNames.ModuleOfMagnitude(name) is { } module)
            {
                var layer = layers.GetValueOrDefault(module) ?? throw NoInput(name);
                var gain = TensorNames.Gain(module);
                if (!inputs.ContainsKey(gain))
                    throw new InvalidDataException($"The graph of {graph.Source} was built without DoRA, which the classifier's adapter of '{module}' needs.");
                result.Add(gain, new DenseTensor([layer.Outputs], Weight(layer).Gains(data)!));
                continue;
            }

            var input = inputs.GetValueOrDefault(name) ?? throw NoInput(name);
            var isPart = input.Shape.Zip(tensor.Shape).All(pair => pair.First == pair.Second || pair.First == 0);
            if (input.Shape.Count != tensor.Shape.Count || !isPart)
            {
                throw new InvalidDataException(
                    $"The trained tensor '{name}' has the shape [{string.Join(", ", tensor.Shape)}], but {graph.Source} needs [{string.Join(", ", input.Shape)}] (0 is any size). It belongs to another model.");
            }

            if ((TensorNames.ModuleOfA(name) ?? TensorNames.ModuleOfB(name)) is { } pair)
                CheckRanks(pair, classifier.Tensors);
            result.Add(name, TensorNames.ModuleOfB(name) is { } adapted ? Scaled(tensor, classifier.Configuration.Lora.Scaling(adapted)) : tensor);
        }

        return result;

        LoraWeight Weight(LinearLayer layer) => LoraWeight.Of(layer, classifier.Tensors, classifier.Configuration.Lora);

        InvalidDataException NoInput(string name) => new(
            $"The graph of {graph.Source} has no place for the trained tensor '{name}'. The classifier belongs to another model, or the graph was built for another way of transfer.");
    }

    /// <summary>A graph takes matrices of any rank, but both of a pair must have the same.</summary>
    private static void CheckRanks(string module, IReadOnlyDictionary<string, DenseTensor> tensors)
    {
        var (a, b) = (tensors.GetValueOrDefault(TensorNames.A(module)), tensors.GetValueOrDefault(TensorNames.B(module)));
        if (a?.Shape is not [var rank, _] || b?.Shape is not [_, var other] || rank != other)
            throw new InvalidDataException($"The adapter of '{module}' is incomplete or damaged: {a?.ToString() ?? "no matrix A"} and {b?.ToString() ?? "no matrix B"} do not have one rank.");
    }

    private static DenseTensor Scaled(DenseTensor tensor, double scaling)
    {
        var values = new float[tensor.Values.Length];
        TensorPrimitives.Multiply<float>(tensor.Values, (float)scaling, values);
        return new DenseTensor(tensor.Shape, values);
    }
}
