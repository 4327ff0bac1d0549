using System.Globalization;
using MLNet.LlmExtensions.Training.Loop;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Sentences;

/// <summary>Measures how held-out texts lie to one another, in batches as large as those of the training and the same each time.</summary>
/// <param name="examples">The held-out examples.</param>
/// <param name="encoder">Computes the vectors.</param>
/// <param name="loss">The loss.</param>
/// <param name="batchSize">Examples of a batch.</param>
internal sealed class SentenceEvaluator(SentenceExamples examples, SentenceEncoder encoder, ISentenceLoss loss, int batchSize) : IEvaluator
{
    public TrainingEvaluation Evaluate(int step, double epoch)
    {
        var (sum, right, count) = (0.0, 0.0, examples.Members.Count);
        foreach (var batch in Enumerable.Range(0, count).Chunk(batchSize))
        {
            using var scope = NewDisposeScope();
            using var noGradients = no_grad();
            var texts = examples.TextsOf(batch);
            var vectors = examples.Batch(encoder.Forward(texts), texts, batch);
            sum += batch.Length * (double)loss.Mean(vectors).cpu().item<float>();
            right += batch.Length * loss.Accuracy(vectors);
        }

        return new TrainingEvaluation(step, epoch, sum / count, right / count, MacroF1: 0, IsBest: false);
    }

    public string Describe(in TrainingEvaluation evaluation) => string.Create(
        CultureInfo.InvariantCulture, $"validation loss {evaluation.Loss:F4}, right {evaluation.Accuracy:P1}");
}
