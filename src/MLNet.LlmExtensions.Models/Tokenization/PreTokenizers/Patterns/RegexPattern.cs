using System.Diagnostics;
using System.Text.RegularExpressions;
using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.PreTokenizers.Patterns;

/// <summary>
/// Finds the matches of a regular expression. Characters beyond U+FFFF, which .NET's expressions see as two halves, are
/// replaced by stand-ins of their own category for the search.
/// </summary>
/// <remarks>
/// The expression comes from a model's file and may be slow on purpose: a search that takes longer than
/// <see cref="TimeLimit"/> ends with a <see cref="RegexMatchTimeoutException"/>.
/// </remarks>
internal sealed class RegexPattern : SplitPattern
{
    /// <summary>How long the search of one text may take.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(20);

    private readonly Regex _regex;

    /// <param name="expression">The expression in .NET's dialect.</param>
    /// <exception cref="ArgumentException">The expression is not valid.</exception>
    public RegexPattern(string expression)
    {
        // Not RegexOptions.NonBacktracking, although it is linear: it misses matches of real patterns (in .NET 10.0.12
        // @"\s?[A-Za-z\u01C4]+" does not find the word in " \u2581word").
        _regex = new Regex(
            expression, RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.Compiled, TimeLimit);
    }

    public override void FindMatches(ReadOnlySpan<char> text, GrowList<TextRange> matches)
    {
        if (text.IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            Search(text, offsets: default, matches);
            return;
        }

        var characters = new char[text.Length];
        var offsets = new int[text.Length + 1];
        int count = 0;
        for (int i = 0, length; i < text.Length; i += length)
        {
            offsets[count] = i;
            characters[count++] = StandIns.For(CodePoints.At(text, i, out length));
        }

        offsets[count] = text.Length;
        Search(characters.AsSpan(0, count), offsets, matches);
    }

    private void Search(ReadOnlySpan<char> text, ReadOnlySpan<int> offsets, GrowList<TextRange> matches)
    {
        long started = Stopwatch.GetTimestamp();
        foreach (var match in _regex.EnumerateMatches(text))
        {
            int end = match.Index + match.Length;
            matches.Add(offsets.IsEmpty
                ? new TextRange(match.Index, end)
                : new TextRange(offsets[match.Index], offsets[end]));

            // The engine's own limit is for a single match. The text itself must not get into the message.
            if ((matches.Count & 0xFF) == 0 && Stopwatch.GetElapsedTime(started) > TimeLimit)
                throw new RegexMatchTimeoutException(string.Empty, _regex.ToString(), TimeLimit);
        }
    }
}
