using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>Trains a softmax classifier by stochastic dual coordinate ascent.</summary>
public sealed class SdcaMaximumEntropyMulticlassTrainer : SdcaMulticlassTrainerBase<MaximumEntropyModelParameters>
{
    internal SdcaMaximumEntropyMulticlassTrainer(HostEnvironment environment, Options options)
        : base(environment, options)
    {
    }

    private protected override MaximumEntropyModelParameters CreateModel(DualCoordinateAscent ascent)
    {
        float[] biases = ascent.Biases;
        float[] weights = ascent.Weights;
        return new MaximumEntropyModelParameters(biases, [.. weights.Chunk(weights.Length / biases.Length)]);
    }

    /// <summary>The options.</summary>
    public sealed class Options : MulticlassOptions
    {
    }
}
