using EncoderTraining.Data;
using EncoderTraining.Evaluation;
using EncoderTraining.Numerics;
using EncoderTraining.Optimisation;

namespace EncoderTraining.Tests;

public sealed class OptimisationTests
{
    [Fact]
    public void First_two_steps_of_AdamW_follow_the_formula()
    {
        var parameter = new Parameter("p", 1, 19, decays: true); // a vector of 16 and a remainder
        Array.Fill(parameter.Value.Data, 2);
        var optimiser = new AdamW([parameter])
        {
            FirstDecay = 0.9f, SecondDecay = 0.99f, Epsilon = 1e-8f, WeightDecay = 0.1f, MaximumNorm = float.MaxValue,
        };
        double mean = 0, square = 0, value = 2;
        foreach (var (step, gradient) in new[] { 0.5f, -0.25f }.Index())
        {
            Array.Fill(parameter.Gradient.Data, gradient);
            optimiser.Step(0.01f);

            mean = 0.9 * mean + 0.1 * gradient;
            square = 0.99 * square + 0.01 * gradient * gradient;
            value = value * (1 - 0.01 * 0.1) - 0.01 * (mean / (1 - Math.Pow(0.9, step + 1)))
                / (Math.Sqrt(square / (1 - Math.Pow(0.99, step + 1))) + 1e-8);
            Assert.All(parameter.Value.Data, v => Assert.Equal(value, v, 1e-5));
            Assert.All(parameter.Gradient.Data, g => Assert.Equal(0, g));
        }
    }

    [Fact]
    public void Gradients_beyond_the_maximum_norm_are_scaled_down_and_infinite_ones_refused()
    {
        Parameter clipped = new("a", 1, 4, false), same = new("b", 1, 4, false);
        var first = new AdamW([clipped]) { MaximumNorm = 1, Epsilon = 1 };
        var second = new AdamW([same]) { MaximumNorm = 1, Epsilon = 1 };
        Array.Fill(clipped.Gradient.Data, 50);
        Array.Fill(same.Gradient.Data, 0.5f);

        Assert.Equal(100, first.Step(0.1f), 1e-3f);
        second.Step(0.1f);

        for (var i = 0; i < 4; i++)
            Assert.Equal(same.Value.Data[i], clipped.Value.Data[i], 1e-6f);
        clipped.Gradient.Data[0] = float.NaN;
        Assert.Throws<InvalidOperationException>(() => first.Step(0.1f));
    }

    [Fact]
    public void Learning_rate_rises_to_its_peak_and_falls_to_zero()
    {
        var schedule = new LearningRateSchedule(1, Steps: 110, WarmUp: 10);

        Assert.Equal(0.1f, schedule.At(0), 1e-6f);
        Assert.Equal(1, schedule.At(9), 1e-6f);
        Assert.Equal(0.5f, schedule.At(60), 1e-6f);
        Assert.Equal(0, schedule.At(110), 1e-6f);
    }

    [Fact]
    public void Eigenvectors_reproduce_their_matrix()
    {
        var random = GradientChecks.RandomMatrix(9, 9, 4);
        var symmetric = new Matrix(new float[81], 9, 9);
        Gemm.Multiply(random, random.Transposed, symmetric);

        var (values, vectors) = SymmetricEigen.Decompose(symmetric);

        for (var i = 0; i < 9; i++)
        {
            for (var j = 0; j < 9; j++)
            {
                var sum = Enumerable.Range(0, 9).Sum(k => values[k] * vectors.Row(i)[k] * vectors.Row(j)[k]);
                Assert.Equal(symmetric.Row(i)[j], sum, 1e-4f);
            }
        }
    }

    [Fact]
    public void Tokens_that_occur_in_the_same_company_start_with_similar_embeddings()
    {
        // 5 and 6 stand beside 10..14 alike, 7 beside 20..24.
        var random = new Random(1);
        var documents = Enumerable.Range(0, 400).Select(i =>
        {
            var (word, first) = (i % 3) switch { 0 => (5, 10), 1 => (6, 10), _ => (7, 20) };
            return new[] { (ushort)(first + random.Next(5)), (ushort)word, (ushort)(first + random.Next(5)) };
        }).ToArray();
        var corpus = new TokenisedCorpus([new TokenisedSource(TrainingMixture.Sources[0], documents, [])]);

        var embedding = CooccurrenceEmbedding.Compute(corpus, vocabularySize: 40, dimensions: 8, deviation: 0.1f, seed: 1);

        float Cosine(int a, int b) =>
            System.Numerics.Tensors.TensorPrimitives.CosineSimilarity<float>(embedding.Row(a), embedding.Row(b));
        Assert.True(Cosine(5, 6) > 0.9f, $"The cosine is {Cosine(5, 6)}.");
        Assert.True(Cosine(5, 7) < 0.2f, $"The cosine is {Cosine(5, 7)}.");
    }

    [Fact]
    public void Logistic_regression_separates_what_a_line_separates()
    {
        var features = GradientChecks.RandomMatrix(300, 6, 2);
        int[] labels = [.. Enumerable.Range(0, 300).Select(i => features.Row(i)[1] - features.Row(i)[4] > 0 ? 1 : 0)];

        var model = new LogisticRegression(features, labels, classCount: 2, l2: 0.001f);

        var right = model.Predict(features).Zip(labels).Count(p => p.First == p.Second);
        Assert.True(right >= 294, $"{right} of 300 are right.");
    }
}
