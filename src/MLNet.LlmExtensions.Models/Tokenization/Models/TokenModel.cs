using MLNet.LlmExtensions.Models.Tokenization.Pipeline;

namespace MLNet.LlmExtensions.Models.Tokenization.Models;

/// <summary>Turns one piece of text into token ids. Immutable and thread-safe.</summary>
internal abstract class TokenModel
{
    /// <summary>The model's tokens.</summary>
    public abstract Vocabulary Vocabulary { get; }

    /// <summary>The id that stands for what the vocabulary does not cover, or null.</summary>
    public abstract int? UnknownId { get; }

    /// <summary>Whether remembering the tokens of words makes this model faster.</summary>
    public virtual bool GainsFromWordCache => false;

    /// <summary>Appends the tokens of a piece, each with the number of characters that it covers.</summary>
    public abstract void Tokenize(ReadOnlySpan<char> piece, TokenBuffer destination, Workspace workspace);

    /// <summary>The text of a token that covers <paramref name="covered"/>.</summary>
    public virtual string TextOf(int id, ReadOnlySpan<char> covered) => Vocabulary.TokenOf(id) ?? covered.ToString();
}
