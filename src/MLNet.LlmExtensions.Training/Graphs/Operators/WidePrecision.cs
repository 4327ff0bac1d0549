using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>Precision where it matters: norms, softmax and sums are computed in single precision at least.</summary>
internal static class WidePrecision
{
    /// <summary>A tensor in single precision at least; disposing releases the copy where one was made.</summary>
    public static Widened Of(Tensor value) =>
        value.dtype is ScalarType.BFloat16 or ScalarType.Float16
            ? new Widened(value.to_type(ScalarType.Float32), true)
            : new Widened(value, false);

    internal readonly struct Widened(Tensor value, bool isOwned) : IDisposable
    {
        public Tensor Value => value;

        public void Dispose()
        {
            if (isOwned)
                value.Dispose();
        }
    }
}
