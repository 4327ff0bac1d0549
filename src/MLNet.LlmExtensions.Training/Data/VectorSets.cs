using MLNet.LlmExtensions.Training.Graphs;
using MLNet.LlmExtensions.Training.Loop;

namespace MLNet.LlmExtensions.Training.Data;

/// <summary>
/// The training and the validation rows behind one model. Where nothing of the model is trained, not yet or not any more, their vectors
/// are computed once.
/// Disposing frees those; the model is the caller's.
/// </summary>
internal sealed class VectorSets : IDisposable
{
    private readonly List<FrozenVectors> _frozen = [];

    /// <param name="model">The model.</param>
    /// <param name="data">The rows.</param>
    /// <param name="options">The options.</param>
    /// <param name="settings">What they come to.</param>
    /// <param name="modelStandsStill">Whether the model stays as it is while these rows are trained on.</param>
    public VectorSets(ITextModel model, TrainingData data, FineTuningOptions options, ResolvedTraining settings, bool modelStandsStill)
    {
        Training = Set(data.Training);
        Validation = data.Validation.Count > 0 ? Set(data.Validation) : null;

        IExampleVectors Set(IReadOnlyList<TokenizedExample> examples)
        {
            var texts = new TextVectors(model, examples, data.PadTokenId);
            if (!modelStandsStill)
            {
                return texts;
            }

            var frozen = FrozenVectors.Compute(texts, Scale, settings.TokenBudget, options.MaximumBatchSize, options.CancellationToken);
            _frozen.Add(frozen);
            return frozen;
        }
    }

    /// <summary>The rows to train on.</summary>
    public IExampleVectors Training { get; }

    /// <summary>The rows to measure on, or <see langword="null"/>.</summary>
    public IExampleVectors? Validation { get; }

    /// <summary>How the vectors were scaled, or <see langword="null"/> where they are the model's.</summary>
    public VectorScale? Scale => _frozen.Count > 0 ? _frozen[0].Scale : null;

    public void Dispose() => _frozen.ForEach(vectors => vectors.Dispose());
}
