using MLNet.LlmExtensions.Training.Graphs;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Data;

/// <summary>The training rows behind a model: one vector for each example. Not thread-safe.</summary>
internal interface IExampleVectors
{
    /// <summary>Where the vectors are.</summary>
    Device Device { get; }

    /// <summary>Components of a vector.</summary>
    int Dimensions { get; }

    /// <summary>What of the model is trained; empty where the vectors stand still.</summary>
    IReadOnlyList<TrainableParameter> Parameters { get; }

    /// <summary>What each example takes of a batch.</summary>
    IReadOnlyList<ExampleSize> Sizes { get; }

    /// <summary>The classes of an example.</summary>
    IReadOnlyList<int> Labels(int example);

    /// <summary>Tokens of a batch.</summary>
    /// <param name="examples">The indices of the examples.</param>
    /// <param name="padded">With padding.</param>
    long Tokens(IReadOnlyList<int> examples, bool padded);

    /// <summary>Vectors without gradients and dropout, float32 [examples, dimensions]; the caller disposes them.</summary>
    Tensor Forward(IReadOnlyList<int> examples);

    /// <summary>Computes a loss in training mode and adds its gradients to those of the parameters.</summary>
    /// <param name="examples">The indices of the examples.</param>
    /// <param name="loss">Gets the vectors, returns a scalar.</param>
    /// <param name="seed">Decides what dropout drops.</param>
    /// <returns>The loss.</returns>
    float ForwardBackward(IReadOnlyList<int> examples, Func<Tensor, Tensor> loss, long seed);
}
