using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs;

/// <summary>A model with trainable parameters that turns tokens into one vector for each text.</summary>
/// <remarks>Not thread-safe. Disposing releases weights and parameters.</remarks>
internal interface ITextModel : IDisposable
{
    /// <summary>Where the parameters and the results are.</summary>
    Device Device { get; }

    /// <summary>Components of a pooled vector.</summary>
    int Dimensions { get; }

    /// <summary>What training changes, in an order that is the same for the same model.</summary>
    IReadOnlyList<TrainableParameter> Parameters { get; }

    /// <summary>Computes pooled vectors, float32 [rows, dimensions], which the caller disposes.</summary>
    /// <param name="batch">The tokens.</param>
    /// <param name="training">Whether dropout applies. Gradients are recorded unless the caller has switched them off.</param>
    /// <param name="seed">Decides what dropout drops: the same as in <see cref="ForwardBackward"/> with this seed.</param>
    /// <exception cref="ArgumentException">The batch's arrays do not fit its sizes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A token id outside the vocabulary, or a text beyond the model's positions.</exception>
    Tensor Forward(TokenBatch batch, bool training, long seed = 0);

    /// <summary>Computes the loss in training mode and adds its gradients to those of the parameters.</summary>
    /// <param name="batch">The tokens.</param>
    /// <param name="loss">Gets the pooled vectors and returns a float32 scalar. Parameters of its own get their gradients too.</param>
    /// <param name="seed">Decides what dropout drops: the same seed gives the same gradients.</param>
    /// <returns>The loss.</returns>
    /// <exception cref="ArgumentException">The batch's arrays do not fit its sizes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A token id outside the vocabulary, or a text beyond the model's positions.</exception>
    float ForwardBackward(TokenBatch batch, Func<Tensor, Tensor> loss, long seed);
}
