using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Sentences;

/// <summary>The mean square of the difference between a pair's cosine and the one it is to have (<see href="https://arxiv.org/abs/1908.10084">Reimers and Gurevych, 2019</see>).</summary>
/// <param name="similarities">For each example the cosine that is wanted.</param>
internal sealed class CosineLoss(IReadOnlyList<double> similarities) : ISentenceLoss
{
    /// <summary>Cosines on the same side of this as the wanted one count as right.</summary>
    private const double Middle = 0.5;

    public Tensor Mean(SentenceBatch batch)
    {
        using var scope = NewDisposeScope();
        var wanted = tensor(batch.Examples.Select(example => (float)similarities[example]).ToArray(), device: batch.Vectors.device);
        var difference = Cosines(batch).sub(wanted);
        return difference.mul(difference).mean().MoveToOuterDisposeScope();
    }

    public double Accuracy(SentenceBatch batch)
    {
        using var scope = NewDisposeScope();
        var cosines = Cosines(batch).cpu().data<float>().ToArray();
        return batch.Examples.Zip(cosines).Count(pair => similarities[pair.First] > Middle == pair.Second > Middle) / (double)batch.Count;
    }

    private static Tensor Cosines(SentenceBatch batch) => batch.Unit(0).mul(batch.Unit(1)).sum(1);
}
