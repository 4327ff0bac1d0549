using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>(value - offset) · scale.</summary>
internal sealed class AffineNormalizer(double[] scale, double[] offset) : Normalizer(scale, offset)
{
    public override double Normalize(double value, int slot) => (value - Second[slot]) * First[slot];

    public override NormalizingTransformer.NormalizerModelParametersBase Parameters(DataViewType type) =>
        Typed(type, First, Second, new Factory());

    private sealed class Factory : ITypedParameters
    {
        public NormalizingTransformer.NormalizerModelParametersBase Of<T>(T first, T second) =>
            new NormalizingTransformer.AffineNormalizerModelParameters<T>(first, second);
    }
}
