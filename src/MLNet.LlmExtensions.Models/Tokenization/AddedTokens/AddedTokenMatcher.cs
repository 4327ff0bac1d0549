using System.Buffers;
using MLNet.LlmExtensions.Models.Tokenization.Models;
using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.AddedTokens;

/// <summary>Finds added tokens in a text: the leftmost first, of several that start there the longest.</summary>
internal sealed class AddedTokenMatcher
{
    private readonly AddedToken[] _tokens;
    private readonly CharTrie _contents;
    private readonly SearchValues<char> _firstCharacters;

    /// <param name="tokens">The tokens and the form in which each is looked for.</param>
    public AddedTokenMatcher(IEnumerable<(string Pattern, AddedToken Token)> tokens)
    {
        var patterns = tokens.Where(entry => entry.Pattern.Length > 0).ToArray();
        _tokens = [.. patterns.Select(entry => entry.Token)];
        _contents = new CharTrie(patterns.Sum(entry => entry.Pattern.Length));
        for (int i = 0; i < patterns.Length; i++) _contents.TryAdd(patterns[i].Pattern, i);
        _firstCharacters = SearchValues.Create([.. patterns.Select(entry => entry.Pattern[0]).Distinct()]);
    }

    /// <summary>Appends every match to <paramref name="matches"/>, in order.</summary>
    public void FindMatches(ReadOnlySpan<char> text, GrowList<AddedTokenMatch> matches)
    {
        int taken = 0; // the end of the last match, with the white space that it stripped
        for (int position = 0; position < text.Length;)
        {
            int candidate = text[position..].IndexOfAny(_firstCharacters);
            if (candidate < 0) return;

            position += candidate;
            int length = LongestAt(text[position..], out int index);
            if (length == 0)
            {
                position++;
                continue;
            }

            var token = _tokens[index];
            int start = position;
            int end = position + length;
            position = end;
            if (token.SingleWord && !IsSingleWord(text, start, end)) continue;
            if (token.StripLeft) start = Math.Max(text[..start].TrimEnd().Length, taken);
            if (token.StripRight) end = text.Length - text[end..].TrimStart().Length;
            matches.Add(new AddedTokenMatch(new TextRange(start, end), token.Id));
            taken = end;
        }
    }

    private int LongestAt(ReadOnlySpan<char> text, out int index)
    {
        index = -1;
        int longest = 0;
        int node = CharTrie.Root;
        for (int i = 0; i < text.Length; i++)
        {
            node = _contents.Next(node, text[i]);
            if (node < 0) break;
            int value = _contents.ValueAt(node);
            if (value < 0) continue;
            longest = i + 1;
            index = value;
        }

        return longest;
    }

    private static bool IsSingleWord(ReadOnlySpan<char> text, int start, int end) =>
        (start == 0 || !CharacterClasses.IsWord(CodePoints.Before(text, start, out _)))
        && (end == text.Length || !CharacterClasses.IsWord(CodePoints.At(text, end, out _)));
}
