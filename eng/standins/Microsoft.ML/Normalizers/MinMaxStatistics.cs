namespace Microsoft.ML.Transforms;

/// <summary>Maps the range of each slot to [0, 1], or with zero fixed to [-1, 1].</summary>
internal sealed class MinMaxStatistics : INormalizerStatistics
{
    private readonly bool _fixZero;
    private readonly double[] _min;
    private readonly double[] _max;

    public MinMaxStatistics(int count, bool fixZero)
    {
        _fixZero = fixZero;
        _min = new double[count];
        _max = new double[count];
        Array.Fill(_min, double.PositiveInfinity);
        Array.Fill(_max, double.NegativeInfinity);
    }

    public void Add(ReadOnlySpan<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(values[i]))
            {
                _min[i] = Math.Min(_min[i], values[i]);
                _max[i] = Math.Max(_max[i], values[i]);
            }
        }
    }

    public Normalizer ToNormalizer()
    {
        var scale = new double[_min.Length];
        var offset = new double[_min.Length];
        for (int i = 0; i < scale.Length; i++)
        {
            // A slot that is always the same says nothing.
            if (!(_max[i] > _min[i]))
                continue;

            offset[i] = _fixZero ? 0 : _min[i];
            scale[i] = 1 / (_fixZero ? Math.Max(Math.Abs(_min[i]), Math.Abs(_max[i])) : _max[i] - _min[i]);
        }

        return new AffineNormalizer(scale, offset);
    }
}
