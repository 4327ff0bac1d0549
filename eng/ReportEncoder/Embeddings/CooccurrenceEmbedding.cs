using System.Numerics.Tensors;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace ReportEncoder.Embeddings;

/// <summary>
/// Starting values for word embeddings: the leading eigenvectors of the tokens' positive pointwise mutual information
/// (Levy, Goldberg: Neural Word Embedding as Implicit Matrix Factorization, 2014), found by randomised subspace
/// iteration (Halko, Martinsson, Tropp 2011). Minutes of training later, the encoder is where it would be after hours
/// from random embeddings.
/// </summary>
internal static class CooccurrenceEmbedding
{
    private const int Oversampling = 16;
    private const int Iterations = 4;

    /// <summary>Vectors for all tokens, scaled to the given root mean square over all numbers.</summary>
    public static Table Compute(Table information, int dimensions, float deviation, int seed)
    {
        using var noGradients = no_grad();
        using var symmetric = ToTensor(information);
        var basis = LeadingSubspace(symmetric, Math.Min(dimensions + Oversampling, information.Rows), information.Rows, seed);
        var result = Factor(symmetric, basis, dimensions);
        var scale = deviation / MathF.Sqrt(TensorPrimitives.SumOfSquares<float>(result.Data) / result.Data.Length);
        TensorPrimitives.Multiply(result.Data, scale, result.Data);
        return result;
    }

    /// <summary>Orthonormal rows that span nearly the leading eigenvectors.</summary>
    private static Table LeadingSubspace(Tensor symmetric, int count, int size, int seed)
    {
        var random = new Random(seed);
        var basis = new Table(count, size);
        for (var i = 0; i < basis.Data.Length; i++)
            basis.Data[i] = random.NextSingle() - 0.5f;
        for (var i = 0; i < Iterations; i++)
        {
            basis = Multiply(basis, symmetric, size);
            Orthonormalise(basis);
        }

        return basis;
    }

    /// <summary>Gram and Schmidt's method, twice for the sake of rounding.</summary>
    private static void Orthonormalise(Table rows)
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

            // What lies in the span of the rows before has no direction of its own and stays zero.
            var norm = TensorPrimitives.Norm<float>(rows.Row(i));
            if (norm > 0)
                TensorPrimitives.Divide(rows.Row(i), norm, rows.Row(i));
        }
    }

    /// <summary>Eigenvectors within the subspace, each times the root of its eigenvalue: [tokens, dimensions].</summary>
    private static Table Factor(Tensor symmetric, Table basis, int dimensions)
    {
        using var vectorsOfBasis = ToTensor(basis);
        using var columns = vectorsOfBasis.t();
        var small = Multiply(Multiply(basis, symmetric, basis.Columns), columns, basis.Rows);
        var (values, vectors) = SymmetricEigen.Decompose(small);
        var kept = Enumerable.Range(0, values.Length).OrderByDescending(i => Math.Abs(values[i])).Take(dimensions);
        var mixing = new Table(basis.Rows, dimensions);
        foreach (var (rank, i) in kept.Index())
        {
            var root = MathF.Sqrt(Math.Abs(values[i]));
            for (var j = 0; j < basis.Rows; j++)
                mixing.Row(j)[rank] = root * vectors.Row(j)[i];
        }

        using var mixed = ToTensor(mixing);
        using var product = columns.matmul(mixed);
        return ToTable(product, basis.Columns, dimensions);
    }

    private static Table Multiply(Table left, Tensor right, int columns)
    {
        using var first = ToTensor(left);
        using var product = first.matmul(right);
        return ToTable(product, left.Rows, columns);
    }

    private static Tensor ToTensor(Table table) => tensor(table.Data, [table.Rows, table.Columns]);

    private static Table ToTable(Tensor values, int rows, int columns)
    {
        using var contiguous = values.contiguous();
        return new Table(contiguous.data<float>().ToArray(), rows, columns);
    }
}
