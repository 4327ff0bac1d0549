using MLNet.LlmExtensions.Models.Tokenization;
using MLNet.LlmExtensions.Training.Randomness;

namespace MLNet.LlmExtensions.Training.Pretraining;

/// <summary>
/// Hides tokens of a row, which are to be predicted at their own places, as BERT (<see href="https://arxiv.org/abs/1810.04805"/>) does:
/// a fixed share of the row, of which most become the mask token, some a random one, and the rest stay.
/// </summary>
internal sealed class MaskedTokenTask : ITokenTask
{
    private readonly TokenRoles _roles;
    private readonly int _mask;
    private readonly double _share;
    private readonly double _masked;
    private readonly double _maskedOrRandom;
    private readonly bool _wholeWords;

    /// <param name="roles">The tokens, among which there is a mask token.</param>
    /// <param name="options">The shares.</param>
    public MaskedTokenTask(TokenRoles roles, PretrainingOptions options)
    {
        _roles = roles;
        _mask = roles.MaskTokenId!.Value;
        _share = options.MaskProbability;
        _masked = options.MaskTokenShare;
        _maskedOrRandom = options.MaskTokenShare + options.RandomTokenShare;
        _wholeWords = options.WholeWordMasking;
    }

    public int InputLength(int[] row) => row.Length;

    public bool CanPredict(int[] row) => row.Any(_roles.IsText);

    public TokenTargets Apply(int[] row, long seed)
    {
        var random = new SeededRandom(seed);
        var places = Choose(row, random);
        Array.Sort(places);
        var (input, targets) = ((int[])row.Clone(), new int[places.Length]);
        for (var i = 0; i < places.Length; i++)
        {
            targets[i] = row[places[i]];
            var lot = random.NextDouble();
            if (lot < _masked)
            {
                input[places[i]] = _mask;
            }
            else if (lot < _maskedOrRandom)
            {
                input[places[i]] = _roles.TextIds[random.Next(_roles.TextIds.Count)];
            }
        }

        return new TokenTargets(input, places, targets);
    }

    /// <summary>The places that are to be predicted, in no particular order.</summary>
    private int[] Choose(int[] row, SeededRandom random)
    {
        var groups = Groups(row);
        var wanted = Math.Max(1, (int)Math.Round(_share * groups.Sum(group => group.Length), MidpointRounding.AwayFromZero));
        random.Shuffle(groups);
        var places = new List<int>(wanted);
        foreach (var (start, length) in groups)
        {
            // A word that is too long for what is left is passed over for a shorter one, unless nothing is hidden yet.
            if (places.Count == 0 || places.Count + length <= wanted)
            {
                places.AddRange(Enumerable.Range(start, length));
            }

            if (places.Count >= wanted)
            {
                break;
            }
        }

        return [.. places];
    }

    /// <summary>What is hidden together: tokens, or words.</summary>
    private (int Start, int Length)[] Groups(int[] row)
    {
        var groups = new List<(int Start, int Length)>(row.Length);
        for (var i = 0; i < row.Length; i++)
        {
            if (!_roles.IsText(row[i]))
            {
                continue;
            }

            if (_wholeWords && groups is [.., var last] && last.Start + last.Length == i && _roles.ContinuesWord(row[i]))
            {
                groups[^1] = (last.Start, last.Length + 1);
            }
            else
            {
                groups.Add((i, 1));
            }
        }

        return [.. groups];
    }
}
