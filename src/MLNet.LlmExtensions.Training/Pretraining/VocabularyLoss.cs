using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Pretraining;

/// <summary>
/// Cross entropy over the vocabulary. The scores of all places of a batch together would be the largest tensors of a training by far;
/// so a piece of the places is computed, goes backwards at once, and is let go before the next.
/// </summary>
internal sealed class VocabularyLoss(VocabularyHead head)
{
    // Scores of one piece: 32 MB of them, on CUDA, where small pieces would leave the device waiting, 128 MB; thrice that with what the
    // backward pass makes.
    private const long ScoresOfPiece = 1 << 23;
    private const long ScoresOfCudaPiece = 1 << 25;

    /// <summary>Adds the gradients of the head to those of its parameters.</summary>
    /// <param name="vectors">The vectors that predict, float32 [vectors, hidden].</param>
    /// <param name="targets">What they are to predict.</param>
    /// <param name="divisor">What the sum of the losses is divided by.</param>
    /// <returns>The loss, a scalar without a gradient, and a scalar whose gradient with respect to the vectors is the loss's.</returns>
    public (Tensor Loss, Tensor Surrogate) Backward(Tensor vectors, long[] targets, double divisor)
    {
        using var scope = NewDisposeScope();
        var loss = zeros([], dtype: ScalarType.Float32, device: vectors.device);
        var surrogate = zeros([], dtype: ScalarType.Float32, device: vectors.device);
        foreach (var (start, count) in Pieces(targets.Length, vectors.device))
        {
            using var piece = NewDisposeScope();
            var part = vectors.narrow(0, start, count);
            var leaf = part.detach().requires_grad_();
            var value = Sum(leaf, targets.AsSpan(start, count)).div(divisor);
            value.backward();
            loss = loss.add(value.detach()).MoveToOuterDisposeScope();
            surrogate = surrogate.add(part.mul(leaf.grad!).sum()).MoveToOuterDisposeScope();
        }

        return (loss.MoveToOuterDisposeScope(), surrogate.MoveToOuterDisposeScope());
    }

    /// <summary>The sum of the losses, and how many predictions are right; without gradients.</summary>
    /// <param name="vectors">The vectors that predict, float32 [vectors, hidden].</param>
    /// <param name="targets">What they are to predict.</param>
    public (double Loss, long Right) Measure(Tensor vectors, long[] targets)
    {
        using var noGradients = no_grad();
        var (sum, right) = (0.0, 0L);
        foreach (var (start, count) in Pieces(targets.Length, vectors.device))
        {
            using var scope = NewDisposeScope();
            var expected = Targets(targets.AsSpan(start, count), vectors.device);
            var logits = head.Logits(vectors.narrow(0, start, count));
            sum += nn.functional.cross_entropy(logits, expected, reduction: nn.Reduction.Sum).cpu().item<float>();
            right += logits.argmax(1).eq(expected).sum().cpu().item<long>();
        }

        return (sum, right);
    }

    private static Tensor Targets(ReadOnlySpan<long> targets, Device device) => tensor(targets.ToArray(), dtype: ScalarType.Int64, device: device);

    private Tensor Sum(Tensor vectors, ReadOnlySpan<long> targets) =>
        nn.functional.cross_entropy(head.Logits(vectors), Targets(targets, vectors.device), reduction: nn.Reduction.Sum);

    private IEnumerable<(int Start, int Count)> Pieces(int count, Device device)
    {
        var scores = device.type == TorchSharp.DeviceType.CUDA ? ScoresOfCudaPiece : ScoresOfPiece;
        var size = (int)Math.Clamp(scores / head.Vocabulary, 1, int.MaxValue);
        for (var start = 0; start < count; start += size)
        {
            yield return (start, Math.Min(size, count - start));
        }
    }
}
