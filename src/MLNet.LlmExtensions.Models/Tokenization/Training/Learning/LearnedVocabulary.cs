using MLNet.LlmExtensions.Models.Tokenization.Models;

namespace MLNet.LlmExtensions.Models.Tokenization.Training.Learning;

/// <summary>What a training gives.</summary>
/// <param name="Vocabulary">The tokens; ids run from 0 without a gap.</param>
/// <param name="Merges">The merges, in order.</param>
/// <param name="End">Why there are no more of them.</param>
internal sealed record LearnedVocabulary(
    Vocabulary Vocabulary, IReadOnlyList<LearnedMerge> Merges, TokenizerTrainingEnd End)
{
    /// <summary>The tokens in the order of their ids.</summary>
    public IReadOnlyList<string> Tokens { get; } =
        [.. Enumerable.Range(0, Vocabulary.Size).Select(id => Vocabulary.TokenOf(id)!)];

    /// <summary>The id of a token that is known to be there.</summary>
    public int IdOf(string token) => Vocabulary.TryGetId(token, out int id)
        ? id
        : throw new ArgumentException("The vocabulary has no such token.", nameof(token));
}
