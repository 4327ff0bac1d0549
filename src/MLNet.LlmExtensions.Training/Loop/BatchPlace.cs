using MLNet.LlmExtensions.Training.Randomness;

namespace MLNet.LlmExtensions.Training.Loop;

/// <summary>Where in a training a batch stands, which decides what is random in it.</summary>
/// <param name="Epoch">The pass over the examples; 0 for the first.</param>
/// <param name="Step">Steps done before.</param>
/// <param name="Index">The batch's number in its step; 0 for the first.</param>
internal readonly record struct BatchPlace(int Epoch, int Step, int Index)
{
    /// <summary>The seed for a use of random numbers in this batch alone.</summary>
    /// <param name="seed">The training's seed.</param>
    /// <param name="use">One of <see cref="SeedUse"/>.</param>
    public long Seed(long seed, long use) =>
        SeededRandom.Mix(SeededRandom.Mix(SeededRandom.Mix(seed, use), Step), Index);
}
