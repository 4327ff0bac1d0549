using System.Collections.Immutable;
using Microsoft.ML.Transforms;

namespace MLNet.LlmExtensions.StandIns.Tests.Normalizers;

public sealed class NormalizerTests
{
    private static readonly MLContext ML = new(1);

    // The third slot is always the same, the last one has a missing value.
    private static readonly IDataView Data = ML.Data.LoadFromEnumerable(
    [
        new Numbers { Features = [1, -2, 5, 0, float.NaN], Scalar = 1, Precise = [1, 2] },
        new Numbers { Features = [3, 4, 5, 0, 1], Scalar = 3, Precise = [3, 6] },
        new Numbers { Features = [8, 1, 5, 0, 2], Scalar = 8, Precise = [5, 1] },
    ]);

    [Fact]
    public void Mean_and_variance_become_0_and_1()
    {
        float[][] normalized = Normalize(ML.Transforms.NormalizeMeanVariance("Features", fixZero: false));

        double deviation = Math.Sqrt((9 + 1 + 16) / 3.0);
        Assert.Equal(-3 / deviation, normalized[0][0], 1e-5);
        Assert.Equal(4 / deviation, normalized[2][0], 1e-5);
        Assert.Equal(-1.2247448f, normalized[0][1], 1e-5);
        Assert.All(normalized, row => Assert.Equal(0, row[2]));
        Assert.All(normalized, row => Assert.Equal(0, row[3]));
        Assert.Equal([float.NaN, -1, 1], normalized.Select(row => row[4]));
    }

    [Fact]
    public void By_default_zero_stays_zero()
    {
        float[][] normalized = Normalize(ML.Transforms.NormalizeMeanVariance("Features"));

        double root = Math.Sqrt((1 + 9 + 64) / 3.0);
        Assert.Equal(1 / root, normalized[0][0], 1e-5);
        Assert.Equal(8 / root, normalized[2][0], 1e-5);
        Assert.All(normalized, row => Assert.Equal(0, row[2]));
        Assert.Equal(1.264911f, normalized[2][4], 1e-5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_normal_distribution_can_be_used(bool fixZero)
    {
        float[][] normalized = Normalize(ML.Transforms.NormalizeMeanVariance("Features", fixZero: fixZero, useCdf: true));

        // Measured with the official package, whose error function is good to four digits.
        Assert.Equal(0.15413187f, normalized[0][0], 1e-4);
        Assert.Equal(0.36705273f, normalized[1][0], 1e-4);
        Assert.Equal(0.9128643f, normalized[2][0], 1e-4);
        Assert.Equal(0.5f, normalized[2][1], 1e-4);
        Assert.Equal(0, normalized[0][2]);
        Assert.Equal(0, normalized[0][4]);
        Assert.Equal(0.84130263f, normalized[2][4], 1e-4);
    }

    [Fact]
    public void Only_the_first_examples_may_count()
    {
        float[][] normalized = Normalize(ML.Transforms.NormalizeMeanVariance("Features", maximumExampleCount: 2, fixZero: false));

        Assert.Equal([-1f, 1, 6], normalized.Select(row => row[0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ML.Transforms.NormalizeMeanVariance("Features", maximumExampleCount: 0));
    }

    [Fact]
    public void The_range_becomes_1()
    {
        float[][] zeroFixed = Normalize(ML.Transforms.NormalizeMinMax("Features"));
        float[][] moved = Normalize(ML.Transforms.NormalizeMinMax("Features", fixZero: false));

        Assert.Equal([0.125f, 0.375f, 1], zeroFixed.Select(row => row[0]));
        Assert.Equal([-0.5f, 1, 0.25f], zeroFixed.Select(row => row[1]));
        Assert.Equal([0f, 0, 0], zeroFixed.Select(row => row[2]));
        Assert.Equal([0f, 1, 0.5f], moved.Select(row => row[1]));
        Assert.Equal(2 / 7.0, moved[1][0], 1e-6);
    }

    [Theory]
    [InlineData(LpNormNormalizingEstimatorBase.NormFunction.L2, false, 0.42008406f, 0.56011206f)]
    [InlineData(LpNormNormalizingEstimatorBase.NormFunction.L2, true, 0.096448585f, 0.33757f)]
    [InlineData(LpNormNormalizingEstimatorBase.NormFunction.StandardDeviation, false, 1.6174917f, 2.1566556f)]
    [InlineData(LpNormNormalizingEstimatorBase.NormFunction.StandardDeviation, true, 0.21566561f, 0.75482947f)]
    [InlineData(LpNormNormalizingEstimatorBase.NormFunction.L1, false, 0.23076925f, 0.30769232f)]
    [InlineData(LpNormNormalizingEstimatorBase.NormFunction.L1, true, 0.047619063f, 0.16666669f)]
    [InlineData(LpNormNormalizingEstimatorBase.NormFunction.Infinity, false, 0.6f, 0.8f)]
    [InlineData(LpNormNormalizingEstimatorBase.NormFunction.Infinity, true, 0.15384619f, 0.53846157f)]
    public void Vectors_get_norm_1(LpNormNormalizingEstimatorBase.NormFunction norm, bool ensureZeroMean, float first, float second)
    {
        float[][] normalized = Normalize(ML.Transforms.NormalizeLpNorm("Features", norm: norm, ensureZeroMean: ensureZeroMean));

        // Measured with the official package.
        Assert.Equal(first, normalized[1][0], 1e-5);
        Assert.Equal(second, normalized[1][1], 1e-5);
    }

    [Fact]
    public void A_zero_vector_stays_zero()
    {
        IDataView zeros = ML.Data.LoadFromEnumerable([new Numbers()]);

        Assert.Equal([0f, 0, 0, 0, 0], Read(ML.Transforms.NormalizeLpNorm("Features").Fit(zeros).Transform(zeros), "Features")[0]);
    }

    [Fact]
    public void Scalars_and_double_precision_are_normalized_too()
    {
        IDataView normalized = ML.Transforms
            .NormalizeMeanVariance([new InputOutputColumnPair("Scalar"), new InputOutputColumnPair("Out", "Precise")], fixZero: false)
            .Fit(Data).Transform(Data);

        Assert.Equal(NumberDataViewType.Single, normalized.Schema["Scalar"].Type);
        Assert.Equal(-3 / Math.Sqrt(26 / 3.0), Rows.Read<float>(normalized, "Scalar")[0], 1e-5);
        double[] first = [.. Rows.Read<VBuffer<double>>(normalized, "Out")[0].DenseValues()];
        Assert.Equal(-2 / Math.Sqrt(8 / 3.0), first[0], 1e-9);
    }

    [Fact]
    public void The_columns_say_that_they_are_normalized()
    {
        Assert.True(ML.Transforms.NormalizeMeanVariance("Features").Fit(Data).Transform(Data).Schema["Features"].IsNormalized());
        Assert.True(ML.Transforms.NormalizeMinMax("Features").Fit(Data).Transform(Data).Schema["Features"].IsNormalized());
        Assert.True(ML.Transforms.NormalizeLpNorm("Features").Fit(Data).Transform(Data).Schema["Features"].IsNormalized());
        Assert.False(Data.Schema["Features"].IsNormalized());
    }

    [Fact]
    public void What_was_learnt_can_be_asked_for()
    {
        NormalizingTransformer affine = ML.Transforms.NormalizeMeanVariance("Features", fixZero: false).Fit(Data);
        NormalizingTransformer cdf = ML.Transforms.NormalizeMeanVariance("Scalar", useCdf: true).Fit(Data);

        var parameters = Assert.IsType<NormalizingTransformer.AffineNormalizerModelParameters<ImmutableArray<float>>>(affine.GetNormalizerModelParameters(0));
        Assert.Equal(1 / Math.Sqrt(26 / 3.0), parameters.Scale[0], 1e-5);
        Assert.Equal(4, parameters.Offset[0], 1e-5);
        var distribution = Assert.IsType<NormalizingTransformer.CdfNormalizerModelParameters<float>>(cdf.GetNormalizerModelParameters(0));
        Assert.Equal(4, distribution.Mean, 1e-5);
        Assert.Equal(Math.Sqrt(26 / 3.0), distribution.StandardDeviation, 1e-5);
        Assert.False(distribution.UseLog);
    }

    [Fact]
    public void Columns_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ML.Transforms.NormalizeMeanVariance("None").Fit(Data));
        Assert.Throws<ArgumentOutOfRangeException>(() => ML.Transforms.NormalizeLpNorm("None").Fit(Data));
        Assert.Throws<ArgumentOutOfRangeException>(() => ML.Transforms.NormalizeLpNorm("Scalar").Fit(Data));
    }

    [Fact]
    public void Saved_normalizers_normalize_the_same()
    {
        ITransformer model = ML.Transforms.NormalizeMeanVariance("First", "Features", fixZero: false)
            .Append(ML.Transforms.NormalizeMeanVariance("Second", "Features", useCdf: true))
            .Append(ML.Transforms.NormalizeMinMax("Third", "Features"))
            .Append(ML.Transforms.NormalizeLpNorm("Fourth", "Features"))
            .Fit(Data);

        using var stream = new MemoryStream();
        ML.Model.Save(model, Data.Schema, stream);
        stream.Position = 0;
        ITransformer loaded = new MLContext().Model.Load(stream, out _);

        foreach (string column in (string[])["First", "Second", "Third", "Fourth"])
            Assert.Equal(Read(model.Transform(Data), column), Read(loaded.Transform(Data), column));
    }

    private static float[][] Normalize(IEstimator<ITransformer> estimator) => Read(estimator.Fit(Data).Transform(Data), "Features");

    private static float[][] Read(IDataView data, string column) =>
        [.. Rows.Read<VBuffer<float>>(data, column).Select(vector => vector.DenseValues().ToArray())];

    private sealed class Numbers
    {
        [VectorType(5)]
        public float[] Features { get; set; } = new float[5];

        public float Scalar { get; set; }

        [VectorType(2)]
        public double[] Precise { get; set; } = new double[2];
    }
}
