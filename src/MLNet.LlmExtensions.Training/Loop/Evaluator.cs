using System.Globalization;
using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Losses;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Loop;

/// <summary>Measures a head on the vectors of examples.</summary>
internal sealed class Evaluator : IEvaluator
{
    private readonly IExampleVectors _vectors;
    private readonly ClassifierHead _head;
    private readonly ClassificationLoss _loss;
    private readonly bool _multiLabel;
    private readonly IReadOnlyList<int[]> _batches;

    public Evaluator(
        IExampleVectors vectors, ClassifierHead head, ClassificationLoss loss, bool multiLabel, int tokenBudget, int maximumBatchSize)
    {
        _vectors = vectors;
        _head = head;
        _loss = loss;
        _multiLabel = multiLabel;
        _batches = new BatchSampler(vectors.Sizes, tokenBudget, maximumBatchSize, seed: 0).Sorted();
    }

    /// <summary>The examples.</summary>
    public int Count => _vectors.Sizes.Count;

    /// <summary>Logits of every example, row-major [examples, classes].</summary>
    public float[] Logits()
    {
        using var noGradients = no_grad();
        var classes = _loss.Classes;
        var result = new float[checked(Count * classes)];
        foreach (var batch in _batches)
        {
            using var scope = NewDisposeScope();
            var logits = TensorValues.ToArray(_head.Logits(_vectors.Forward(batch)));
            for (var i = 0; i < batch.Length; i++)
            {
                logits.AsSpan(i * classes, classes).CopyTo(result.AsSpan(batch[i] * classes));
            }
        }

        return result;
    }

    /// <summary>Measures.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="epoch">Epochs done.</param>
    public TrainingEvaluation Evaluate(int step, double epoch)
    {
        var classes = _loss.Classes;
        var logits = Logits();
        var metrics = new ClassificationMetrics(classes);
        var predicted = new bool[classes];
        for (var example = 0; example < Count; example++)
        {
            var row = logits.AsSpan(example * classes, classes);
            var labels = _vectors.Labels(example);
            _loss.Predict(row, predicted);
            metrics.Add(predicted, labels, _loss.Measure(row, labels));
        }

        return new TrainingEvaluation(step, epoch, metrics.Loss, metrics.Accuracy(_multiLabel), metrics.MacroF1(), IsBest: false);
    }

    /// <inheritdoc/>
    public string Describe(in TrainingEvaluation evaluation) => string.Create(
        CultureInfo.InvariantCulture, $"validation loss {evaluation.Loss:F4}, accuracy {evaluation.Accuracy:F4}, macro-F1 {evaluation.MacroF1:F4}");
}
