namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>A tensor that training changes: an initializer of the edited graph.</summary>
/// <param name="Name">The initializer's name.</param>
/// <param name="Shape">Its dimensions, slowest first; the layout is the graph's.</param>
/// <param name="Initialization">What it starts as.</param>
/// <param name="Decays">
/// Whether weight decay pulls at it: matrices of weights yes; biases, norms and DoRA's magnitudes no, because pulling
/// those towards zero changes what the layer means instead of making it simpler.
/// </param>
internal sealed record TrainableTensor(string Name, IReadOnlyList<long> Shape, TensorInitialization Initialization, bool Decays)
{
    /// <summary>The bound or standard deviation of a random start; 0 where the start is not random.</summary>
    public float InitializationScale { get; init; }

    /// <summary>Number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, dimension) => checked(product * dimension));
}
