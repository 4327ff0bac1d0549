using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Training.Graphs;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Pretraining;

/// <summary>
/// The head of an encoder as Hugging Face has it: a linear layer, its activation and a norm, then the matrix and a bias for each token.
/// </summary>
internal sealed class MaskedHead : VocabularyHead
{
    private readonly TrainableParameter _weight;
    private readonly TrainableParameter _bias;
    private readonly TrainableParameter _normWeight;
    private readonly TrainableParameter _normBias;
    private readonly TrainableParameter _scoreBias;
    private readonly Func<Tensor, Tensor> _activation;
    private readonly double _epsilon;

    /// <param name="matrix">The matrix.</param>
    /// <param name="parts">The layer's weight and bias, the norm's weight and bias, the bias of the scores; the head disposes of them.</param>
    /// <param name="activation">What follows the layer.</param>
    /// <param name="epsilon">Keeps the norm's division away from 0.</param>
    /// <param name="precision">What products are computed in.</param>
    public MaskedHead(
        VocabularyMatrix matrix, IReadOnlyList<TrainableParameter> parts, Func<Tensor, Tensor> activation, double epsilon, TrainingPrecision precision)
        : base(matrix, precision)
    {
        (_weight, _bias, _normWeight, _normBias, _scoreBias) = (parts[0], parts[1], parts[2], parts[3], parts[4]);
        _activation = activation;
        _epsilon = epsilon;
        Parameters = [.. parts, .. MatrixParameters];
    }

    public override IReadOnlyList<TrainableParameter> Parameters { get; }

    public override Tensor Logits(Tensor vectors)
    {
        var layer = _activation(Linear(vectors, _weight.Tensor, _bias.Tensor));
        var normed = nn.functional.layer_norm(layer, [layer.shape[^1]], _normWeight.Tensor, _normBias.Tensor, _epsilon);
        return Scores(normed, _scoreBias.Tensor);
    }

    public override void Dispose()
    {
        foreach (var part in (TrainableParameter[])[_weight, _bias, _normWeight, _normBias, _scoreBias])
        {
            part.Tensor.Dispose();
        }

        base.Dispose();
    }
}
