namespace Microsoft.ML.Transforms;

/// <summary>
/// Maps each slot to mean 0 and variance 1, or with zero fixed to a mean square of 1, or to the normal distribution's
/// probability of a smaller value.
/// </summary>
internal sealed class MeanVarianceStatistics(int count, bool fixZero, bool useCdf) : INormalizerStatistics
{
    private readonly double[] _count = new double[count];
    private readonly double[] _mean = new double[count];

    // The sum of the squared distances from the mean, updated as Welford does.
    private readonly double[] _squares = new double[count];

    public void Add(ReadOnlySpan<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
                continue;

            _count[i]++;
            double distance = values[i] - _mean[i];
            _mean[i] += distance / _count[i];
            _squares[i] += distance * (values[i] - _mean[i]);
        }
    }

    public Normalizer ToNormalizer()
    {
        var deviation = new double[_mean.Length];
        for (int i = 0; i < deviation.Length; i++)
            deviation[i] = _count[i] > 0 ? Math.Sqrt(_squares[i] / _count[i]) : 0;

        if (useCdf)
            return new CdfNormalizer(_mean, deviation);

        var scale = new double[_mean.Length];
        var offset = new double[_mean.Length];
        for (int i = 0; i < scale.Length; i++)
        {
            // A slot that is always the same says nothing.
            if (deviation[i] == 0)
                continue;

            offset[i] = fixZero ? 0 : _mean[i];
            scale[i] = 1 / (fixZero ? Math.Sqrt(_mean[i] * _mean[i] + deviation[i] * deviation[i]) : deviation[i]);
        }

        return new AffineNormalizer(scale, offset);
    }
}
