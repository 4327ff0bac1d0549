using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Sentences;

/// <summary>
/// The mean square of the differences between the cosines of all pairs of a batch's texts and those that a teacher has for them
/// (similarity-preserving distillation, <see href="https://arxiv.org/abs/1907.09682">Tung and Mori, 2019</see>). Teacher and student may have
/// vectors of different lengths.
/// </summary>
/// <param name="teacher">For each example the teacher's vector, scaled to length 1.</param>
internal sealed class DistillationLoss(IReadOnlyList<float[]> teacher) : ISentenceLoss
{
    public Tensor Mean(SentenceBatch batch)
    {
        using var scope = NewDisposeScope();
        var student = batch.Unit(0);
        var dimensions = teacher[batch.Examples[0]].Length;
        var vectors = tensor(batch.Examples.SelectMany(example => teacher[example]).ToArray(), [batch.Count, dimensions], device: batch.Vectors.device);
        var difference = student.matmul(student.t()).sub(vectors.matmul(vectors.t()));

        // The diagonal is 1 on both sides.
        return difference.mul(difference).sum().div(Math.Max(1, batch.Count * (batch.Count - 1))).MoveToOuterDisposeScope();
    }

    public double Accuracy(SentenceBatch batch) => double.NaN;
}
