using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Sentences;

/// <summary>How well vectors of texts lie to one another.</summary>
internal interface ISentenceLoss
{
    /// <summary>The mean loss over the examples of a batch, a scalar with gradients.</summary>
    Tensor Mean(SentenceBatch batch);

    /// <summary>The share of a batch's examples that are right, where that can be said; otherwise not a number.</summary>
    /// <param name="batch">The batch, without gradients.</param>
    double Accuracy(SentenceBatch batch);
}
