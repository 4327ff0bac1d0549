namespace Microsoft.ML.Transforms;

/// <summary>Collects what a normaliser is made of.</summary>
internal interface INormalizerStatistics
{
    void Add(ReadOnlySpan<double> values);

    Normalizer ToNormalizer();
}
