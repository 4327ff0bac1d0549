using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>
/// PEFT's regular expressions for module paths. They come from users and files and meet every module of a model, so they run
/// in a time that is linear in the path's length, whatever they are; expressions that cannot are refused.
/// </summary>
internal static class ModulePattern
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(1);

    /// <summary>Expressions by the pattern's object: configurations hold on to theirs, and nothing outlives them.</summary>
    private static readonly ConditionalWeakTable<string, Regex> Whole = [];

    private static readonly ConditionalWeakTable<string, Regex> Ends = [];

    /// <summary>Whether a pattern matches a whole path (Python's <c>re.fullmatch</c>).</summary>
    /// <exception cref="ArgumentException">The pattern is not a regular expression, or one that is not supported.</exception>
    public static bool MatchesAll(string pattern, string path) =>
        Match(pattern, Whole.GetValue(pattern, key => Parse(key, $@"\A(?:{key})\z")), path).Success;

    /// <summary>
    /// Whether a key of <c>rank_pattern</c> or <c>alpha_pattern</c> means a module, whatever prefix of a head model either has:
    /// it matches the path or its end behind a point.
    /// </summary>
    /// <exception cref="ArgumentException">The key is not a regular expression, or one that is not supported.</exception>
    public static bool Matches(string key, string module) => ModuleNames.Aliases(module).Any(alias => MatchesEnd(key, alias));

    /// <summary>The value of the first key that matches a module under any of its prefixes, or the default.</summary>
    /// <exception cref="ArgumentException">A key is not a regular expression, or one that is not supported.</exception>
    public static T Find<T>(IReadOnlyDictionary<string, T> values, string module, T defaultValue) => Find(values, key => Matches(key, module), defaultValue);

    /// <summary>The value of the first key that matches just this path, as PEFT matches it, or the default.</summary>
    /// <exception cref="ArgumentException">A key is not a regular expression, or one that is not supported.</exception>
    public static T FindExactly<T>(IReadOnlyDictionary<string, T> values, string path, T defaultValue) => Find(values, key => MatchesEnd(key, path), defaultValue);

    /// <summary>The pattern that matches a path and nothing else.</summary>
    public static string Of(string path) => Regex.Escape(path);

    /// <summary>Applies an expression to a path.</summary>
    /// <exception cref="ArgumentException">It is not a regular expression, or one that is not supported.</exception>
    public static Match Match(string expression, string path) => Match(expression, Parse(expression, expression), path);

    /// <summary>Makes sure that a pattern is a regular expression, though perhaps one that is not supported.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static void EnsureParses(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant, TimeLimit);
        }
        catch (RegexParseException exception)
        {
            throw NoExpression(pattern, exception);
        }
    }

    private static T Find<T>(IReadOnlyDictionary<string, T> values, Func<string, bool> matches, T defaultValue)
    {
        foreach (var (key, value) in values)
        {
            if (matches(key))
                return value;
        }

        return defaultValue;
    }

    private static bool MatchesEnd(string key, string path) => PlainEnd(key, path)
        ?? Match(key, Ends.GetValue(key, pattern => Parse(pattern, $@"\A(?:.*\.)?(?:{pattern})\z")), path).Success;

    /// <summary>The answer for a key that is a name, in which a point may be escaped or stand for any character; otherwise null.</summary>
    private static bool? PlainEnd(string key, string path)
    {
        var matches = true;
        var rest = path.Length;
        for (var i = key.Length - 1; i >= 0; i--)
        {
            var isEscaped = key[i] == '.' && i > 0 && key[i - 1] == '\\';
            if (key[i] != '.' && key[i] != '_' && !char.IsAsciiLetterOrDigit(key[i]))
                return null;
            matches = matches && --rest >= 0 && (path[rest] == key[i] || (key[i] == '.' && !isEscaped));
            if (isEscaped)
                i--;
        }

        return matches && (rest == 0 || path[rest - 1] == '.');
    }

    private static Regex Parse(string pattern, string expression)
    {
        try
        {
            return new Regex(expression, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, TimeLimit);
        }
        catch (RegexParseException exception)
        {
            throw NoExpression(pattern, exception);
        }
        catch (NotSupportedException exception)
        {
            throw new ArgumentException(
                $"The pattern '{pattern}' looks ahead or back, or refers to what it matched before, which is not supported. " +
                "Write it without, or name the modules.", exception);
        }
    }

    private static Match Match(string pattern, Regex expression, string path)
    {
        try
        {
            return expression.Match(path);
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw new ArgumentException($"The pattern '{pattern}' takes longer than {TimeLimit.TotalSeconds} s on '{path}'. Use a simpler one.", exception);
        }
    }

    private static ArgumentException NoExpression(string pattern, RegexParseException exception) =>
        new($"The pattern '{pattern}' is not a regular expression: {exception.Message}", exception);
}
