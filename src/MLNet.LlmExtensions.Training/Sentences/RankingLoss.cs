using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Sentences;

/// <summary>
/// Multiple negatives ranking: of all second texts of a batch, and all negatives, the one that belongs to a text is to have the
/// highest cosine (<see href="https://arxiv.org/abs/1705.00652">Henderson et al., 2017</see>). With the temperature τ it is the
/// cross entropy of cosines / τ.
/// </summary>
/// <remarks>
/// What is known not to be a negative takes no part: the same text, and pairs of the same group.
/// </remarks>
/// <param name="temperature">What cosines are divided by.</param>
/// <param name="isSymmetric">Whether second texts look for first ones as well; the two losses are averaged.</param>
/// <param name="groups">For each example its group, or null.</param>
internal sealed class RankingLoss(double temperature, bool isSymmetric, IReadOnlyList<string?> groups) : ISentenceLoss
{
    private const int Text = 0, Positive = 1, Negative = 2;

    public Tensor Mean(SentenceBatch batch)
    {
        using var scope = NewDisposeScope();
        var (texts, positives) = (batch.Unit(Text), batch.Unit(Positive));
        var candidates = WithNegatives(batch, positives);
        var loss = CrossEntropy(Scores(batch, texts, candidates, Positive));
        if (isSymmetric)
            loss = loss.add(CrossEntropy(Scores(batch, positives, texts, Text))).div(2);
        return loss.MoveToOuterDisposeScope();
    }

    public double Accuracy(SentenceBatch batch)
    {
        using var scope = NewDisposeScope();
        var scores = Scores(batch, batch.Unit(Text), WithNegatives(batch, batch.Unit(Positive)), Positive);
        var found = scores.argmax(1).cpu().data<long>().ToArray();
        return found.Index().Count(pair => pair.Item == pair.Index) / (double)found.Length;
    }

    private static Tensor WithNegatives(SentenceBatch batch, Tensor positives) =>
        batch.Members.Any(members => members.Length > Negative) ? cat([positives, batch.Unit(Negative)], 0) : positives;

    /// <summary>Cosines over the temperature, with minus infinity for what is no candidate, [examples, candidates].</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="queries">A vector for each example.</param>
    /// <param name="candidates">The vectors of the examples' texts at <paramref name="place"/>, then perhaps those of the negatives.</param>
    /// <param name="place">Which text of an example is the right one.</param>
    private Tensor Scores(SentenceBatch batch, Tensor queries, Tensor candidates, int place)
    {
        var scores = queries.matmul(candidates.t()).div(temperature);
        return Excluded(batch, (int)candidates.shape[0], place) is { } excluded
            ? scores.masked_fill(tensor(excluded, [batch.Count, candidates.shape[0]], device: scores.device), double.NegativeInfinity)
            : scores;
    }

    private bool[]? Excluded(SentenceBatch batch, int candidates, int place)
    {
        var negatives = batch.Members.Where(members => members.Length > Negative).Select(members => members[Negative]).ToArray();
        var result = new bool[batch.Count * candidates];
        var hasAny = false;
        for (var i = 0; i < batch.Count; i++)
        {
            var (own, group) = (batch.Members[i], groups[batch.Examples[i]]);
            for (var j = 0; j < candidates; j++)
            {
                if (i == j)
                    continue;
                var text = j < batch.Count ? batch.Members[j][place] : negatives[j - batch.Count];
                var isExcluded = text == own[Text] || text == own[Positive] || (j < batch.Count && group is not null && group == groups[batch.Examples[j]]);
                result[(i * candidates) + j] = isExcluded;
                hasAny |= isExcluded;
            }
        }

        return hasAny ? result : null;
    }

    /// <summary>The mean over the rows of minus the logarithm of the diagonal's share.</summary>
    private static Tensor CrossEntropy(Tensor scores)
    {
        var diagonal = arange(scores.shape[0], ScalarType.Int64, scores.device);
        return nn.functional.cross_entropy(scores, diagonal);
    }
}
