using System.Text;
using MLNet.LlmExtensions.Models.Tokenization.Pipeline;

namespace MLNet.LlmExtensions.Models.Tokenization.Unicode;

/// <summary>Lower case by Unicode's full mapping, character by character and without regard to a culture.</summary>
internal static class LowerCase
{
    private const int DottedCapitalI = 0x130;
    private const string DottedSmallI = "i\u0307";

    /// <summary>Appends the lower case of <paramref name="text"/>.</summary>
    public static void Append(ReadOnlySpan<char> text, CharBuffer destination)
    {
        Span<char> utf16 = stackalloc char[2];
        for (int i = 0; i < text.Length;)
        {
            char c = text[i];
            if (char.IsAscii(c))
            {
                destination.Append(char.ToLowerInvariant(c));
                i++;
                continue;
            }

            int codePoint = CodePoints.At(text, i, out int length);
            if (codePoint == DottedCapitalI) destination.Append(DottedSmallI);
            else destination.Append(utf16[..CodePoints.Write(Simple(codePoint), utf16)]);
            i += length;
        }
    }

    private static int Simple(int codePoint) => codePoint switch
    {
        // Cased letters of Unicode 14 to 17, which the runtime's tables may not have yet.
        0x1C89 => 0x1C8A,
        0xA7CB => 0x264,
        0xA7CC or 0xA7CE or 0xA7D2 or 0xA7D4 or 0xA7DA => codePoint + 1,
        0xA7DC => 0x19B,
        >= 0x10D50 and <= 0x10D65 => codePoint + 0x20,
        >= 0x16EA0 and <= 0x16EB8 => codePoint + 0x1B,
        _ when Rune.IsValid(codePoint) => Rune.ToLowerInvariant(new Rune(codePoint)).Value,
        _ => codePoint,
    };
}
