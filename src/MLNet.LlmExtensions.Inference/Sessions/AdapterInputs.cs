using Microsoft.ML.OnnxRuntime;
using MLNet.LlmExtensions.Models.Adapters;

namespace MLNet.LlmExtensions.Inference.Sessions;

/// <summary>
/// The tensors that make a shared graph one classifier's own, as ONNX Runtime takes them beside the tokens. It reads them where
/// they lie: they are pinned and not copied, and they are all that a classifier costs above the graph.
/// </summary>
internal sealed class AdapterInputs : IDisposable
{
    /// <param name="tokenInputNames">The names of the graph's inputs for tokens, which come first.</param>
    /// <param name="tensors">The tensors by the names of the graph's overridable initializers.</param>
    public AdapterInputs(IReadOnlyList<string> tokenInputNames, IReadOnlyCollection<KeyValuePair<string, DenseTensor>> tensors)
    {
        InputNames = [.. tokenInputNames, .. tensors.Select(tensor => tensor.Key)];
        Values = [.. tensors.Select(tensor => OrtValue.CreateTensorValueFromMemory(tensor.Value.Values, [.. tensor.Value.Shape]))];
        Length = tensors.Sum(tensor => (long)tensor.Value.Values.Length);
    }

    /// <summary>The names of all inputs: those for tokens, then those of <see cref="Values"/>.</summary>
    public string[] InputNames { get; }

    public OrtValue[] Values { get; }

    /// <summary>The size of the adapter in numbers.</summary>
    public long Length { get; }

    public void Dispose()
    {
        foreach (var value in Values)
        {
            value.Dispose();
        }
    }
}
