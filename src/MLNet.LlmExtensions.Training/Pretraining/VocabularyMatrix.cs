using MLNet.LlmExtensions.Training.Graphs;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Pretraining;

/// <summary>The matrix with a row for each token that scores are computed with. Disposing frees it where it is not a parameter of the model.</summary>
internal sealed class VocabularyMatrix : IDisposable
{
    private readonly bool _isOwned;

    private VocabularyMatrix(Tensor weight, TrainableParameter? own, bool isOwned)
    {
        Weight = weight;
        Own = own;
        _isOwned = isOwned;
    }

    /// <summary>[vocabulary, hidden].</summary>
    public Tensor Weight { get; }

    /// <summary>The parameter, where the matrix is trained and is not one of the model's.</summary>
    public TrainableParameter? Own { get; }

    /// <summary>The token embedding itself, which the model trains: its gradient is then the sum of both uses.</summary>
    public static VocabularyMatrix Shared(TrainableParameter embedding) => new(embedding.Tensor, null, isOwned: false);

    /// <summary>A matrix of its own that is trained.</summary>
    public static VocabularyMatrix Trained(string name, Tensor weight) =>
        new(weight, new TrainableParameter(name, weight.requires_grad_(), Decays: true), isOwned: true);

    /// <summary>A matrix that stays as it is.</summary>
    public static VocabularyMatrix Frozen(Tensor weight) => new(weight, null, isOwned: true);

    public void Dispose()
    {
        if (_isOwned)
        {
            Weight.Dispose();
        }
    }
}
