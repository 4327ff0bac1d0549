using MLNet.LlmExtensions.Models.Tokenization.Pipeline;

namespace MLNet.LlmExtensions.Models.Tokenization.Models;

/// <summary>
/// Byte-pair encoding whose merges pass through texts that are no tokens, as in the files of fairseq models: a piece is
/// merged as far as it goes, and what is left and not in the vocabulary is unknown.
/// </summary>
/// <param name="vocabulary">The tokens.</param>
/// <param name="symbols">
/// Byte-pair encoding over the tokens, with their own ids, and all other symbols, with ids above.
/// </param>
/// <param name="unknownId">The id of unknown symbols.</param>
internal sealed class SymbolBpeModel(Vocabulary vocabulary, BpeModel symbols, int unknownId) : TokenModel
{
    public override Vocabulary Vocabulary => vocabulary;

    public override int? UnknownId => unknownId;

    public override bool GainsFromWordCache => true;

    public override void Tokenize(ReadOnlySpan<char> piece, TokenBuffer destination, Workspace workspace)
    {
        int first = destination.Count;
        symbols.Tokenize(piece, destination, workspace);
        foreach (ref int id in destination.From(first))
        {
            if (id >= vocabulary.Size) id = unknownId;
        }
    }
}
