using System.Globalization;
using System.Text;

namespace MLNet.LlmExtensions.Models.Tokenization.Decoders;

/// <summary>
/// Joins tokens of single bytes into characters (<c>ByteFallback</c>); each byte of a run that is not valid UTF-8
/// becomes U+FFFD.
/// </summary>
internal sealed class ByteFallbackDecoder : TokenDecoder
{
    private const string Replacement = "\uFFFD";

    public override List<string> Decode(List<string> tokens)
    {
        var decoded = new List<string>(tokens.Count);
        var bytes = new List<byte>();
        foreach (string token in tokens)
        {
            if (TryParse(token, out byte value))
            {
                bytes.Add(value);
                continue;
            }

            Flush(bytes, decoded);
            decoded.Add(token);
        }

        Flush(bytes, decoded);
        return decoded;
    }

    private static bool TryParse(string token, out byte value)
    {
        value = 0;
        return token.Length == "<0x00>".Length
            && token.StartsWith("<0x", StringComparison.Ordinal)
            && token.EndsWith('>')
            && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    private static void Flush(List<byte> bytes, List<string> decoded)
    {
        if (bytes.Count == 0) return;
        var run = bytes.ToArray();
        bytes.Clear();
        if (System.Text.Unicode.Utf8.IsValid(run)) decoded.Add(Encoding.UTF8.GetString(run));
        else decoded.AddRange(Enumerable.Repeat(Replacement, run.Length));
    }
}
