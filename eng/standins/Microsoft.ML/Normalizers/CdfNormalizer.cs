using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>The normal distribution's probability of a smaller value.</summary>
internal sealed class CdfNormalizer(double[] mean, double[] deviation) : Normalizer(mean, deviation)
{
    public override double Normalize(double value, int slot)
    {
        // The official normaliser gives 0 for what is missing and for slots that are always the same.
        if (double.IsNaN(value) || Second[slot] == 0)
            return 0;

        return 0.5 * ErrorFunction.Complementary((First[slot] - value) / (Second[slot] * Math.Sqrt(2)));
    }

    public override NormalizingTransformer.NormalizerModelParametersBase Parameters(DataViewType type) =>
        Typed(type, First, Second, new Factory());

    private sealed class Factory : ITypedParameters
    {
        public NormalizingTransformer.NormalizerModelParametersBase Of<T>(T first, T second) =>
            new NormalizingTransformer.CdfNormalizerModelParameters<T>(first, second, useLog: false);
    }
}
