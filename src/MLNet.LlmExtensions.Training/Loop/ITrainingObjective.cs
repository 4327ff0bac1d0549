using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Optimization;

namespace MLNet.LlmExtensions.Training.Loop;

/// <summary>
/// What a training makes small: its examples, its parameters, and the loss of a batch. <see cref="TrainingLoop"/> does the rest –
/// order, accumulation, clipping, steps, schedules, evaluations, checkpoints – and knows nothing of texts, classes or tokens.
/// </summary>
/// <remarks>
/// Whatever is random must come from the <see cref="BatchPlace"/>, so that a training goes on from a checkpoint bit for bit. Not
/// thread-safe. The loop disposes nothing of it.
/// </remarks>
internal interface ITrainingObjective
{
    /// <summary>
    /// What is trained, by learning rate, in an order that is the same for the same training. The rate of the first group that has
    /// parameters is the one that is reported.
    /// </summary>
    IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>What each example takes of a batch.</summary>
    IReadOnlyList<ExampleSize> Sizes { get; }

    /// <summary>Tokens of a batch.</summary>
    /// <param name="examples">The indices of the examples.</param>
    /// <param name="padded">With padding.</param>
    long Tokens(IReadOnlyList<int> examples, bool padded);

    /// <summary>What a batch adds to the number that the sum of a step's losses is divided by: its rows, its masked tokens.</summary>
    /// <param name="examples">The indices of the examples.</param>
    /// <param name="place">Where in the training the batch stands.</param>
    double Weight(IReadOnlyList<int> examples, BatchPlace place);

    /// <summary>Adds the gradients of a batch's loss to those of the parameters.</summary>
    /// <param name="examples">The indices of the examples.</param>
    /// <param name="place">Where in the training the batch stands.</param>
    /// <param name="divisor">The weights of all batches of the step together, by which the sum of the losses is divided.</param>
    /// <returns>The loss, divided.</returns>
    double ForwardBackward(IReadOnlyList<int> examples, BatchPlace place, double divisor);
}
