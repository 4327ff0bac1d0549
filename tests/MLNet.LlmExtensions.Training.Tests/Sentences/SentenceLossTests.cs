using MLNet.LlmExtensions.Training.Sentences;
using MLNet.LlmExtensions.Training.Tests.Graphs;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Tests.Sentences;

/// <summary>Losses against sums that are written out here, and their gradients against finite differences.</summary>
public sealed class SentenceLossTests
{
    private const int Dimensions = 5;
    private const double Temperature = 0.3;

    private static readonly float[] Values = SingleOperator.Values(3, 1, 7, Dimensions);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ranking_is_the_cross_entropy_of_cosines(bool isSymmetric)
    {
        int[][] members = [[0, 1], [2, 3], [4, 5]];
        var expected = 0.0;
        foreach (var pair in members)
            expected -= Math.Log(Share(pair[0], pair[1], members.Select(other => other[1])));
        if (isSymmetric)
        {
            foreach (var pair in members)
                expected -= Math.Log(Share(pair[1], pair[0], members.Select(other => other[0])));
            expected /= 2;
        }

        Assert.Equal(expected / 3, Loss(new RankingLoss(Temperature, isSymmetric, [null, null, null]), members), 1e-5);
    }

    [Fact]
    public void Own_negatives_are_candidates_of_every_text()
    {
        int[][] members = [[0, 1, 6], [2, 3], [4, 5]];
        int[] candidates = [1, 3, 5, 6];
        var expected = members.Average(pair => -Math.Log(Share(pair[0], pair[1], candidates)));
        Assert.Equal(expected, Loss(new RankingLoss(Temperature, isSymmetric: false, [null, null, null]), members), 1e-5);
    }

    [Fact]
    public void Pairs_of_a_group_and_equal_texts_are_no_negatives()
    {
        // The first two pairs are of one group; the third has the first's second text as its first.
        int[][] members = [[0, 1], [2, 3], [1, 5]];
        double[] expected =
        [
            -Math.Log(Share(0, 1, [1, 5])),
            -Math.Log(Share(2, 3, [3, 5])),
            -Math.Log(Share(1, 5, [3, 5])),
        ];
        Assert.Equal(expected.Average(), Loss(new RankingLoss(Temperature, isSymmetric: false, ["g", "g", null]), members), 1e-5);
    }

    [Fact]
    public void Ranking_counts_the_texts_whose_own_partner_is_nearest()
    {
        using var vectors = tensor(new float[] { 1, 0, 1, 0, 0, 1, 1, -0.1f }, [4, 2]);
        var batch = new SentenceBatch(vectors, [0, 1], [[0, 1], [2, 3]]);
        // The second text lies nearer to the first pair.
        Assert.Equal(0.5, new RankingLoss(Temperature, isSymmetric: true, [null, null]).Accuracy(batch));
    }

    [Fact]
    public void Cosines_are_compared_with_the_similarities()
    {
        int[][] members = [[0, 1], [2, 3]];
        var expected = (Math.Pow(Cosine(0, 1) - 1, 2) + Math.Pow(Cosine(2, 3) - 0.25, 2)) / 2;
        Assert.Equal(expected, Loss(new CosineLoss([1, 0.25]), members), 1e-5);
    }

    [Fact]
    public void Distillation_compares_all_pairs_of_a_batch()
    {
        int[][] members = [[0], [2], [4]];
        float[][] teacher = [[1, 0], [0.6f, 0.8f], [0, 1]];
        var expected = 0.0;
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                if (i != j)
                    expected += Math.Pow(Cosine(members[i][0], members[j][0]) - ((teacher[i][0] * teacher[j][0]) + (teacher[i][1] * teacher[j][1])), 2);
            }
        }

        Assert.Equal(expected / 6, Loss(new DistillationLoss(teacher), members), 1e-5);
    }

    public static TheoryData<string> Losses => ["ranking", "cosine", "distillation"];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Gradients_agree_with_finite_differences(string kind)
    {
        ISentenceLoss loss = kind switch
        {
            "ranking" => new RankingLoss(Temperature, isSymmetric: true, ["g", "g", null]),
            "cosine" => new CosineLoss([1, 0, 0.5]),
            _ => new DistillationLoss([[1, 0], [0.6f, 0.8f], [0, 1]]),
        };
        int[][] members = kind == "distillation" ? [[0], [2], [4]] : [[0, 1, 6], [2, 3], [4, 5]];

        using var scope = NewDisposeScope();
        var vectors = tensor(Values, [7, Dimensions]).to_type(ScalarType.Float64).requires_grad_();
        // Single precision is too coarse for differences; the losses take their type from the vectors, but for constants.
        var single = vectors.to_type(ScalarType.Float32);
        loss.Mean(new SentenceBatch(single, [0, 1, 2], members)).backward();
        var gradient = vectors.grad!.data<double>().ToArray();
        const float Step = 1e-2f;
        for (var i = 0; i < Values.Length; i++)
        {
            var (up, down) = (Values.ToArray(), Values.ToArray());
            (up[i], down[i]) = (up[i] + Step, down[i] - Step);
            Assert.Equal((Loss(loss, members, up) - Loss(loss, members, down)) / (2 * Step), gradient[i], 2e-3);
        }
    }

    private static double Loss(ISentenceLoss loss, int[][] members, float[]? values = null)
    {
        using var scope = NewDisposeScope();
        return loss.Mean(new SentenceBatch(tensor(values ?? Values, [7, Dimensions]), [.. Enumerable.Range(0, members.Length)], members)).item<float>();
    }

    private static double Share(int query, int answer, IEnumerable<int> candidates) =>
        Math.Exp(Cosine(query, answer) / Temperature) / candidates.Sum(candidate => Math.Exp(Cosine(query, candidate) / Temperature));

    private static double Cosine(int a, int b)
    {
        double product = 0, left = 0, right = 0;
        for (var i = 0; i < Dimensions; i++)
        {
            var (x, y) = ((double)Values[(a * Dimensions) + i], (double)Values[(b * Dimensions) + i]);
            (product, left, right) = (product + (x * y), left + (x * x), right + (y * y));
        }

        return product / Math.Sqrt(left * right);
    }
}
