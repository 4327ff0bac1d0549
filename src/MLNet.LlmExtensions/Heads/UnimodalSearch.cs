namespace MLNet.LlmExtensions.Heads;

/// <summary>
/// Finds the candidate with the least score where the score falls to one minimum and rises again, as held-out loss does over
/// the strength of regularisation: it starts in the middle and walks downhill, first in steps of two. About half of the
/// candidates are never tried. Where there are several minima, one of them is found.
/// </summary>
internal sealed class UnimodalSearch(int count, Func<int, double> score)
{
    private readonly SortedDictionary<int, double> _scores = [];

    /// <summary>The candidates that were tried, with their scores.</summary>
    public IReadOnlyDictionary<int, double> Evaluated => _scores;

    public int Minimise()
    {
        var best = count / 2;
        foreach (var step in (int[])[2, 1])
        {
            while (true)
            {
                var neighbours = new[] { best, best - step, best + step }.Where(index => index >= 0 && index < count);
                var next = neighbours.MinBy(Score);
                if (next == best)
                {
                    break;
                }

                best = next;
            }
        }

        return best;
    }

    private double Score(int candidate)
    {
        if (!_scores.TryGetValue(candidate, out var value))
        {
            value = score(candidate);
            _scores.Add(candidate, value);
        }

        return value;
    }
}
