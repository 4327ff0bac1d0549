using MLNet.LlmExtensions.Models.Tokenization.Pipeline;

namespace MLNet.LlmExtensions.Models.Tokenization.Models;

/// <summary>Whole words (<c>WordLevel</c>).</summary>
internal sealed class WordLevelModel(Vocabulary vocabulary, int unknownId) : TokenModel
{
    public override Vocabulary Vocabulary => vocabulary;

    public override int? UnknownId => unknownId;

    public override void Tokenize(ReadOnlySpan<char> piece, TokenBuffer destination, Workspace workspace) =>
        destination.Add(vocabulary.TryGetId(piece, out int id) ? id : unknownId, piece.Length);
}
