using System.Text;
using MLNet.LlmExtensions.Models.Tokenization.Models;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.Pipeline;

/// <summary>
/// Records the tokens' texts and where they stand in the normalised text, which is the input as the normalizer left it
/// with added tokens as they were found.
/// </summary>
internal sealed class TokenTrace
{
    private readonly StringBuilder _normalizedText = new();

    /// <summary>The tokens' texts.</summary>
    public List<string> Tokens { get; } = [];

    /// <summary>Where each stands in <see cref="NormalizedText"/>.</summary>
    public List<TextRange> Ranges { get; } = [];

    public string NormalizedText => _normalizedText.ToString();

    public void AddAddedToken(ReadOnlySpan<char> text)
    {
        Tokens.Add(text.ToString());
        Ranges.Add(new TextRange(_normalizedText.Length, _normalizedText.Length + text.Length));
        _normalizedText.Append(text);
    }

    /// <summary>Takes the tokens that a piece has added to a buffer.</summary>
    /// <param name="content">The piece as the model saw it.</param>
    /// <param name="piece">Where it comes from.</param>
    /// <param name="source">The text that the pre-tokenizers were given.</param>
    /// <param name="tokens">The buffer, which records lengths.</param>
    /// <param name="first">The piece's first token in it.</param>
    /// <param name="model">The model that made them.</param>
    /// <param name="writesBytes">Whether the piece has one character for each byte of its source.</param>
    public void AddPiece(
        ReadOnlySpan<char> content,
        Piece piece,
        ReadOnlySpan<char> source,
        TokenBuffer tokens,
        int first,
        TokenModel model,
        bool writesBytes)
    {
        var original = source.Slice(piece.SourceStart, piece.SourceLength);
        int start = _normalizedText.Length + piece.SourceStart;
        int sourceLength = writesBytes ? Encoding.UTF8.GetByteCount(original) : original.Length;
        int prepended = content.Length - sourceLength; // what a pre-tokenizer adds, it adds in front
        var place = new SourcePlace(writesBytes);
        int position = 0;
        for (int i = first; i < tokens.Count; i++)
        {
            int end = Math.Min(content.Length, position + tokens.Lengths[i]);
            Tokens.Add(model.TextOf(tokens.Ids[i], content[position..end]));
            int tokenStart = place.Characters;
            place.Advance(original, end - prepended);
            Ranges.Add(new TextRange(start + tokenStart, start + place.Characters));
            position = end;
        }
    }

    public void EndText(ReadOnlySpan<char> source) => _normalizedText.Append(source);

    /// <summary>Walks through a piece's source in step with its tokens.</summary>
    private struct SourcePlace(bool writesBytes)
    {
        private int _bytes;

        public int Characters { get; private set; }

        public void Advance(ReadOnlySpan<char> source, int target)
        {
            if (!writesBytes)
            {
                Characters = Math.Clamp(target, Characters, source.Length);
                return;
            }

            while (_bytes < target && Characters < source.Length)
            {
                int length = CodePoints.LengthAt(source, Characters);
                _bytes += Encoding.UTF8.GetByteCount(source.Slice(Characters, length));
                Characters += length;
            }
        }
    }
}
