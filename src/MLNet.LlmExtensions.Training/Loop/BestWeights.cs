using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Graphs;

namespace MLNet.LlmExtensions.Training.Loop;

/// <summary>A copy in managed memory of the parameters as they were at their best.</summary>
internal sealed class BestWeights(IReadOnlyList<TrainableParameter> parameters)
{
    /// <summary>The copy, by name; <see langword="null"/> before <see cref="Keep"/>.</summary>
    public IReadOnlyDictionary<string, DenseTensor>? Tensors { get; private set; }

    /// <summary>Copies the parameters as they are.</summary>
    public void Keep() => Tensors = Copy(parameters);

    /// <summary>Takes a copy that was made before, from a checkpoint.</summary>
    public void Restore(IReadOnlyDictionary<string, DenseTensor> tensors) => Tensors = tensors;

    /// <summary>A copy of parameters, by name.</summary>
    public static IReadOnlyDictionary<string, DenseTensor> Copy(IEnumerable<TrainableParameter> parameters) =>
        parameters.ToDictionary(
            parameter => parameter.Name,
            parameter => new DenseTensor(parameter.Tensor.shape, TensorValues.ToArray(parameter.Tensor)),
            StringComparer.Ordinal);
}
