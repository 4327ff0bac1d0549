using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLNet.LlmExtensions.Models.Adapters;

namespace MLNet.LlmExtensions.Inference.Sessions;

/// <summary>
/// The tensors that make a shared graph one classifier's own, as ONNX Runtime takes them beside the tokens. They lie in one
/// block of memory, which is all that a classifier costs above the graph.
/// </summary>
internal sealed class AdapterInputs : IDisposable
{
    // ONNX Runtime's kernels like aligned operands.
    private const int Alignment = 64 / sizeof(float);

    /// <param name="tokenInputNames">The names of the graph's inputs for tokens, which come first.</param>
    /// <param name="tensors">The tensors by the names of the graph's overridable initializers.</param>
    public AdapterInputs(IReadOnlyList<string> tokenInputNames, IReadOnlyCollection<KeyValuePair<string, DenseTensor>> tensors)
    {
        InputNames = [.. tokenInputNames, .. tensors.Select(tensor => tensor.Key)];
        Values = new OrtValue[tensors.Count];
        Length = tensors.Sum(tensor => Padded(tensor.Value.Values.Length));
        var memory = GC.AllocateUninitializedArray<float>(checked((int)Length), pinned: true);
        var start = 0;
        foreach (var (index, (_, tensor)) in tensors.Index())
        {
            tensor.Values.CopyTo(memory, start);
            Values[index] = View(memory, start, tensor);
            start += Padded(tensor.Values.Length);
        }

        Memory = memory;
    }

    /// <summary>The names of all inputs: those for tokens, then those of <see cref="Values"/>.</summary>
    public string[] InputNames { get; }

    public OrtValue[] Values { get; }

    /// <summary>The size of the adapter in numbers.</summary>
    public long Length { get; }

    // The values look at it by address, so somebody has to keep it.
    private float[] Memory { get; }

    public void Dispose()
    {
        foreach (var value in Values)
        {
            value.Dispose();
        }

        GC.KeepAlive(Memory);
    }

    private static int Padded(int length) => (length + Alignment - 1) / Alignment * Alignment;

    private static unsafe OrtValue View(float[] pinned, int start, DenseTensor tensor)
    {
        var address = (nint)Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(pinned), start));
        return OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance, TensorElementType.Float, [.. tensor.Shape], address, (long)tensor.Values.Length * sizeof(float));
    }
}
