using System.Numerics.Tensors;
using ReportEncoder.Embeddings;

namespace ReportEncoder.Tests;

public sealed class EmbeddingTests
{
    [Fact]
    public void Eigenvectors_reproduce_their_matrix()
    {
        var random = new Random(4);
        var symmetric = new Table(9, 9);
        for (var i = 0; i < 9; i++)
        {
            for (var j = 0; j <= i; j++)
                symmetric.Row(i)[j] = symmetric.Row(j)[i] = random.NextSingle() - 0.5f;
        }

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
        var counts = new CooccurrenceCounts(40);
        for (var i = 0; i < 400; i++)
        {
            var (word, first) = (i % 3) switch { 0 => (5, 10), 1 => (6, 10), _ => (7, 20) };
            counts.Add([first + random.Next(5), word, first + random.Next(5)]);
        }

        var embedding = CooccurrenceEmbedding.Compute(counts.ToPositiveInformation(), dimensions: 8, deviation: 0.1f, seed: 1);

        float Cosine(int a, int b) => TensorPrimitives.CosineSimilarity<float>(embedding.Row(a), embedding.Row(b));
        Assert.True(Cosine(5, 6) > 0.9f, $"The cosine is {Cosine(5, 6)}.");
        Assert.True(Cosine(5, 7) < 0.2f, $"The cosine is {Cosine(5, 7)}.");
        Assert.Equal(0.1f, MathF.Sqrt(TensorPrimitives.SumOfSquares<float>(embedding.Data) / embedding.Data.Length), 1e-4f);
    }
}
