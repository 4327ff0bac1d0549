using System.Globalization;
using System.Text;
using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.Normalizers;

/// <summary>
/// SentencePiece's compiled replacement rules (<c>Precompiled</c>). A short grapheme is looked up as a whole, then its
/// characters one by one; a lookup takes the shortest rule that the text begins with.
/// </summary>
internal sealed class PrecompiledNormalizer(CharacterMap map) : TextNormalizer
{
    private const int LongestGrapheme = 5; // in bytes of UTF-8; longer ones are not looked up as a whole
    private const int LongestCharacter = 4;

    public override bool TryNormalize(ReadOnlySpan<char> source, CharBuffer destination, NormalizerScratch scratch)
    {
        Span<byte> utf8 = stackalloc byte[LongestGrapheme];
        bool changed = false;
        while (!source.IsEmpty)
        {
            var grapheme = source[..StringInfo.GetNextTextElementLength(source)];
            source = source[grapheme.Length..];

            if (Encoding.UTF8.TryGetBytes(grapheme, utf8, out int byteCount)
                && map.TryReplace(utf8[..byteCount], destination))
            {
                changed = true;
                continue;
            }

            for (int i = 0, length; i < grapheme.Length; i += length)
            {
                length = CodePoints.LengthAt(grapheme, i);
                var character = grapheme.Slice(i, length);
                byteCount = Encoding.UTF8.GetBytes(character, utf8[..LongestCharacter]);
                if (map.TryReplace(utf8[..byteCount], destination)) changed = true;
                else destination.Append(character);
            }
        }

        return changed;
    }
}
