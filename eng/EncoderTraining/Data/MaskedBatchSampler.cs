using EncoderTraining.Model;
using EncoderTraining.Tokenizer;

namespace EncoderTraining.Data;

/// <summary>
/// Draws passages in the mixture's proportions and hides whole words of them: 80 % become [MASK], 10 % another token,
/// 10 % stay (Devlin et al. 2019).
/// </summary>
internal sealed class MaskedBatchSampler
{
    private const double MaskedWords = 0.17;
    private const double ShortPassages = 0.6; // the others train the later positions
    private const int ShortLength = 96;

    private readonly WeightedChoice<TokenisedSource> _sources;
    private readonly WordPieceVocabulary _vocabulary;
    private readonly bool[] _continues;
    private readonly int _maximumLength;
    private readonly Random _random;

    public MaskedBatchSampler(TokenisedCorpus corpus, WordPieceVocabulary vocabulary, int maximumLength, int seed)
    {
        _sources = new(corpus.Sources, s => s.Source.TextWeight);
        _vocabulary = vocabulary;
        _continues = [.. vocabulary.Tokens.Select(
            t => t.StartsWith(WordPieceVocabulary.ContinuationPrefix, StringComparison.Ordinal) && t.Length > 2)];
        _maximumLength = maximumLength;
        _random = new Random(seed);
    }

    /// <summary>The batch of the last draw, as the model sees it.</summary>
    public PackedBatch Batch { get; } = new();

    /// <summary>The hidden tokens' places in the batch.</summary>
    public List<int> Positions { get; } = [];

    /// <summary>The hidden tokens.</summary>
    public List<int> Targets { get; } = [];

    public void Draw(int tokenBudget)
    {
        Batch.Clear();
        Positions.Clear();
        Targets.Clear();
        while (Batch.TokenCount < tokenBudget)
        {
            var length = _random.NextDouble() < ShortPassages ? ShortLength : _maximumLength;
            Batch.Add(WordPieceVocabulary.ClsId, _sources.Draw(_random).Passage(_random, length - 2),
                WordPieceVocabulary.SepId);
        }

        Mask();
    }

    private void Mask()
    {
        var ids = Batch.Ids;
        var hide = false;
        for (var i = 0; i < ids.Count; i++)
        {
            if (ids[i] < WordPieceVocabulary.SpecialTokens.Count)
            {
                hide = false;
                continue;
            }

            if (!_continues[ids[i]])
                hide = _random.NextDouble() < MaskedWords;
            if (!hide)
                continue;
            Positions.Add(i);
            Targets.Add(ids[i]);
            var fate = _random.NextDouble();
            if (fate < 0.8)
                ids[i] = WordPieceVocabulary.MaskId;
            else if (fate < 0.9)
                ids[i] = _random.Next(WordPieceVocabulary.SpecialTokens.Count, _vocabulary.Count);
        }
    }
}
