using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Training.Graphs;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Pretraining;

/// <summary>The head of a decoder: the matrix alone.</summary>
internal sealed class DecoderHead(VocabularyMatrix matrix, TrainingPrecision precision) : VocabularyHead(matrix, precision)
{
    public override IReadOnlyList<TrainableParameter> Parameters => MatrixParameters;

    public override Tensor Logits(Tensor vectors) => Scores(vectors, null);
}
