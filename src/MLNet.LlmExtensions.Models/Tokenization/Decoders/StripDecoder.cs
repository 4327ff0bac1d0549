using System.Text;

namespace MLNet.LlmExtensions.Models.Tokenization.Decoders;

/// <summary>Drops a character at the ends of every token (<c>Strip</c>).</summary>
/// <param name="content">The character.</param>
/// <param name="start">How many of it go at most at the start.</param>
/// <param name="stop">How many of it go at most at the end.</param>
internal sealed class StripDecoder(Rune content, int start, int stop) : TokenDecoder
{
    private readonly string _content = content.ToString();

    public override List<string> Decode(List<string> tokens)
    {
        for (int i = 0; i < tokens.Count; i++) tokens[i] = Strip(tokens[i]);
        return tokens;
    }

    private string Strip(string token)
    {
        var rest = token.AsSpan();
        for (int i = 0; i < start && rest.StartsWith(_content); i++) rest = rest[_content.Length..];
        for (int i = 0; i < stop && rest.EndsWith(_content); i++) rest = rest[..^_content.Length];
        return rest.Length == token.Length ? token : rest.ToString();
    }
}
