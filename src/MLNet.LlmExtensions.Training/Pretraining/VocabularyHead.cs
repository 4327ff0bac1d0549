using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Training.Graphs;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Pretraining;

/// <summary>
/// From the vectors of tokens to a score for each token of the vocabulary: a matrix, which may be the token embedding itself, and what
/// an encoder has before it. Disposing frees what is not the model's.
/// </summary>
internal abstract class VocabularyHead : IDisposable
{
    private readonly VocabularyMatrix _matrix;

    /// <param name="matrix">The matrix, which the head disposes of.</param>
    /// <param name="precision">What products are computed in.</param>
    protected VocabularyHead(VocabularyMatrix matrix, TrainingPrecision precision)
    {
        _matrix = matrix;
        Precision = precision;
    }

    /// <summary>What is trained of the head and is not a parameter of the model.</summary>
    public abstract IReadOnlyList<TrainableParameter> Parameters { get; }

    /// <summary>
    /// Names under which a file may hold what is trained a second time, for readers that do not know that it is the same. They must
    /// not stay beside what has been trained.
    /// </summary>
    public required IReadOnlyList<string> OtherNames { get; init; }

    /// <summary>Tokens that have a score.</summary>
    public long Vocabulary => _matrix.Weight.shape[0];

    /// <summary>The matrix where it is trained and is not a parameter of the model; otherwise empty.</summary>
    protected IReadOnlyList<TrainableParameter> MatrixParameters => _matrix.Own is { } own ? [own] : [];

    protected TrainingPrecision Precision { get; }

    /// <summary>Scores of all tokens, float32 [vectors, vocabulary].</summary>
    /// <param name="vectors">Float32 [vectors, hidden].</param>
    public abstract Tensor Logits(Tensor vectors);

    public virtual void Dispose() => _matrix.Dispose();

    /// <summary>The scores without what comes before the matrix.</summary>
    protected Tensor Scores(Tensor vectors, Tensor? bias) => Linear(vectors, _matrix.Weight, bias);

    /// <summary>A linear layer in the arithmetic of the training; the result is float32.</summary>
    protected Tensor Linear(Tensor vectors, Tensor weight, Tensor? bias)
    {
        if (Precision == TrainingPrecision.Float32)
        {
            return nn.functional.linear(vectors, weight, bias);
        }

        var product = nn.functional.linear(vectors.to_type(ScalarType.BFloat16), weight.to_type(ScalarType.BFloat16), null).to_type(ScalarType.Float32);
        return bias is null ? product : product.add(bias);
    }
}
