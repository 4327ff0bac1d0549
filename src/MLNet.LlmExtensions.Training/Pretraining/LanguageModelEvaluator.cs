using System.Globalization;
using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Loop;

namespace MLNet.LlmExtensions.Training.Pretraining;

/// <summary>Measures how well tokens of held-out text are predicted. What is hidden there is the same each time.</summary>
internal sealed class LanguageModelEvaluator : IEvaluator
{
    // No epoch of a training is numbered so.
    private const int Epoch = -1;

    private readonly PredictionRows _rows;
    private readonly VocabularyLoss _loss;
    private readonly IReadOnlyList<int[]> _batches;

    /// <param name="rows">The held-out rows.</param>
    /// <param name="loss">The head and its loss.</param>
    /// <param name="tokenBudget">The most tokens of one pass.</param>
    /// <param name="maximumBatchSize">The most rows of one pass.</param>
    public LanguageModelEvaluator(PredictionRows rows, VocabularyLoss loss, int tokenBudget, int maximumBatchSize)
    {
        _rows = rows;
        _loss = loss;
        _batches = new BatchSampler(rows.Sizes, tokenBudget, maximumBatchSize, seed: 0).Sorted();
    }

    public TrainingEvaluation Evaluate(int step, double epoch)
    {
        var (sum, right, count) = (0.0, 0L, 0L);
        foreach (var batch in _batches)
        {
            var (vectors, targets) = _rows.Forward(batch, Epoch);
            using (vectors)
            {
                var (loss, correct) = _loss.Measure(vectors, targets);
                (sum, right, count) = (sum + loss, right + correct, count + targets.Length);
            }
        }

        return new TrainingEvaluation(step, epoch, sum / count, (double)right / count, MacroF1: 0, IsBest: false);
    }

    public string Describe(in TrainingEvaluation evaluation) => string.Create(
        CultureInfo.InvariantCulture, $"validation loss {evaluation.Loss:F4}, perplexity {evaluation.Perplexity:F2}, accuracy {evaluation.Accuracy:F4}");
}
