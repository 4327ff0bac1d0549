using System.Buffers;
using System.Text;
using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.Normalizers;

/// <summary>
/// BERT's basic cleaning (<c>BertNormalizer</c>): drops control characters and makes all white space a plain space, puts
/// spaces around Chinese characters, strips accents, lowers the case; each of them optional.
/// </summary>
internal sealed class BertTextNormalizer : TextNormalizer
{
    private static readonly SearchValues<char> AsciiControls =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Append('\u007F').Select(i => (char)i)]);

    private readonly bool _cleanText;
    private readonly bool _spaceChinese;
    private readonly bool _stripAccents;
    private readonly bool _lowerCase;

    public BertTextNormalizer(bool cleanText, bool spaceChinese, bool stripAccents, bool lowerCase)
    {
        if (stripAccents) Normalization.EnsureAvailable();
        _cleanText = cleanText;
        _spaceChinese = spaceChinese;
        _stripAccents = stripAccents;
        _lowerCase = lowerCase;
    }

    public override bool TryNormalize(ReadOnlySpan<char> source, CharBuffer destination, NormalizerScratch scratch)
    {
        if (Ascii.IsValid(source))
        {
            NormalizeAscii(source, destination);
            return true;
        }

        var firstPass = scratch.Text;
        firstPass.Clear();
        CleanAndSpace(source, firstPass);
        if (!_stripAccents)
        {
            Lower(firstPass.Span, destination);
            return true;
        }

        StripAccents(firstPass.Span, destination);
        if (!_lowerCase) return true;

        firstPass.Clear();
        LowerCase.Append(destination.Span, firstPass);
        destination.Clear();
        destination.Append(firstPass.Span);
        return true;
    }

    private void NormalizeAscii(ReadOnlySpan<char> source, CharBuffer destination)
    {
        var written = destination.Reserve(source.Length)[..source.Length];
        if (_lowerCase) Ascii.ToLower(source, written, out _);
        else source.CopyTo(written);

        int length = source.Length;
        int firstControl = _cleanText ? written.IndexOfAny(AsciiControls) : -1;
        if (firstControl >= 0)
        {
            length = firstControl;
            foreach (char c in written[firstControl..])
            {
                // Other white space than these three counts as control characters and goes.
                if (c is '\t' or '\n' or '\r') written[length++] = ' ';
                else if (!char.IsControl(c)) written[length++] = c;
            }
        }

        destination.Advance(length);
    }

    private void CleanAndSpace(ReadOnlySpan<char> source, CharBuffer destination)
    {
        const int replacement = 0xFFFD;
        for (int i = 0; i < source.Length;)
        {
            int codePoint = CodePoints.At(source, i, out int length);
            var character = source.Slice(i, length);
            i += length;

            if (_cleanText)
            {
                bool kept = codePoint is '\t' or '\n' or '\r';
                if (codePoint is 0 or replacement || (!kept && CharacterClasses.IsControl(codePoint))) continue;
                if (CharacterClasses.IsWhiteSpace(codePoint))
                {
                    destination.Append(' ');
                    continue;
                }
            }

            bool spaced = _spaceChinese && CharacterClasses.IsChinese(codePoint);
            if (spaced) destination.Append(' ');
            destination.Append(character);
            if (spaced) destination.Append(' ');
        }
    }

    private void Lower(ReadOnlySpan<char> source, CharBuffer destination)
    {
        if (_lowerCase) LowerCase.Append(source, destination);
        else destination.Append(source);
    }

    private static void StripAccents(ReadOnlySpan<char> source, CharBuffer destination)
    {
        // ASCII never decomposes and is never reordered, so that only the runs between need normalising.
        while (!source.IsEmpty)
        {
            int start = source.IndexOfAnyExceptInRange('\0', '\u007F');
            if (start < 0) start = source.Length;
            destination.Append(source[..start]);
            source = source[start..];

            int end = source.IndexOfAnyInRange('\0', '\u007F');
            if (end < 0) end = source.Length;
            StripAccentsOfRun(source[..end], destination);
            source = source[end..];
        }
    }

    private static void StripAccentsOfRun(ReadOnlySpan<char> run, CharBuffer destination)
    {
        int start = destination.Length;
        if (!Normalization.TryNormalize(run, NormalizationForm.FormD, destination)) destination.Append(run);
        destination.RemoveFrom(start, CharacterClasses.IsNonSpacingMark);
    }
}
