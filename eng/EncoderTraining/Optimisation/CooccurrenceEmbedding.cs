using System.Numerics.Tensors;
using EncoderTraining.Data;
using EncoderTraining.Numerics;

namespace EncoderTraining.Optimisation;

/// <summary>
/// Starting values for word embeddings: the leading eigenvectors of the tokens' positive pointwise mutual information
/// (Levy, Goldberg: Neural Word Embedding as Implicit Matrix Factorization, 2014), found by randomised subspace
/// iteration (Halko, Martinsson, Tropp 2011). Minutes of training later, the encoder is where it would be after hours
/// from random embeddings.
/// </summary>
internal static class CooccurrenceEmbedding
{
    private const int Window = 6;
    private const int Oversampling = 16;
    private const int Iterations = 4;
    private const double ContextSmoothing = 0.75;

    /// <summary>Vectors for all tokens, scaled to the given root mean square over all numbers.</summary>
    public static Matrix Compute(
        TokenisedCorpus corpus, int vocabularySize, int dimensions, float deviation, int seed)
    {
        var information = Count(corpus, vocabularySize);
        ToPositiveInformation(information);
        var basis = LeadingSubspace(information, dimensions + Oversampling, seed);
        var result = Factor(information, basis, dimensions);

        var scale = deviation / MathF.Sqrt(TensorPrimitives.SumOfSquares<float>(result.Data) / result.Data.Length);
        TensorPrimitives.Multiply(result.Data, scale, result.Data);
        return result;
    }

    /// <summary>How often two tokens stand within a window of each other; nearer ones count more.</summary>
    private static Matrix Count(TokenisedCorpus corpus, int size)
    {
        var counts = new Matrix(new float[size * size], size, size);
        foreach (var document in corpus.Sources.SelectMany(s => s.Documents))
        {
            for (var i = 0; i < document.Length; i++)
            {
                var row = document[i] * size;
                var end = Math.Min(i + Window, document.Length - 1);
                for (var j = i + 1; j <= end; j++)
                    counts.Data[row + document[j]] += 1 - (j - i - 1) / (float)Window;
            }
        }

        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < i; j++)
                counts.Data[i * size + j] = counts.Data[j * size + i] += counts.Data[i * size + j];
            counts.Data[i * size + i] *= 2;
        }

        return counts;
    }

    /// <summary>max(0, log(p(a, b) / (p(a) p'(b)))), made symmetric; p' is the smoothed distribution.</summary>
    private static void ToPositiveInformation(Matrix counts)
    {
        var totals = new double[counts.Rows];
        for (var i = 0; i < counts.Rows; i++)
            totals[i] = TensorPrimitives.Sum<float>(counts.Row(i));
        var total = totals.Sum();
        var smoothedTotal = totals.Sum(t => Math.Pow(t, ContextSmoothing));
        // log p(a, b) - ½ (log p(a) + log p'(a)) - ½ (log p(b) + log p'(b))
        var logarithms = totals.Select(t => t == 0 ? 0 : (float)(0.5 * (Math.Log(t / total)
            + ContextSmoothing * Math.Log(t) - Math.Log(smoothedTotal)))).ToArray();
        var logTotal = MathF.Log((float)total);
        for (var i = 0; i < counts.Rows; i++)
        {
            var row = counts.Row(i);
            for (var j = 0; j < row.Length; j++)
            {
                row[j] = row[j] == 0 ? 0
                    : Math.Max(0, MathF.Log(row[j]) - logTotal - logarithms[i] - logarithms[j]);
            }
        }
    }

    /// <summary>Orthonormal columns (stored as rows) that span nearly the leading eigenvectors.</summary>
    private static Matrix LeadingSubspace(Matrix symmetric, int count, int seed)
    {
        var basis = Parameter.Normal("basis", count, symmetric.Rows, new Random(seed), 1).Value;
        var product = new Matrix(new float[basis.Data.Length], count, symmetric.Rows);
        for (var i = 0; i < Iterations; i++)
        {
            Gemm.Multiply(basis, symmetric, product);
            (basis, product) = (product, basis);
            Orthonormalise(basis);
        }

        return basis;
    }

    /// <summary>Gram and Schmidt's method, twice for the sake of rounding.</summary>
    private static void Orthonormalise(Matrix rows)
    {
        for (var i = 0; i < rows.Rows; i++)
        {
            for (var pass = 0; pass < 2; pass++)
            {
                for (var j = 0; j < i; j++)
                {
                    var projection = TensorPrimitives.Dot<float>(rows.Row(i), rows.Row(j));
                    TensorPrimitives.MultiplyAdd(rows.Row(j), -projection, rows.Row(i), rows.Row(i));
                }
            }

            TensorPrimitives.Divide(rows.Row(i), TensorPrimitives.Norm<float>(rows.Row(i)), rows.Row(i));
        }
    }

    /// <summary>Eigenvectors within the subspace, each times the root of its eigenvalue.</summary>
    private static Matrix Factor(Matrix symmetric, Matrix basis, int dimensions)
    {
        var image = new Matrix(new float[basis.Data.Length], basis.Rows, basis.Columns);
        Gemm.Multiply(basis, symmetric, image);
        var small = new Matrix(new float[basis.Rows * basis.Rows], basis.Rows, basis.Rows);
        Gemm.Multiply(image, basis.Transposed, small);
        var (values, vectors) = SymmetricEigen.Decompose(small);
        var kept = Enumerable.Range(0, values.Length).OrderByDescending(i => Math.Abs(values[i])).Take(dimensions);

        var mixing = new Matrix(new float[dimensions * basis.Rows], dimensions, basis.Rows);
        foreach (var (rank, i) in kept.Index())
        {
            var root = MathF.Sqrt(Math.Abs(values[i]));
            for (var j = 0; j < basis.Rows; j++)
                mixing.Row(rank)[j] = root * vectors.Data[j * vectors.Columns + i];
        }

        var result = new Matrix(new float[symmetric.Rows * dimensions], symmetric.Rows, dimensions);
        Gemm.Multiply(basis.Transposed, mixing.Transposed, result);
        return result;
    }
}
