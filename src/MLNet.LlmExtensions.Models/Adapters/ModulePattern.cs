using System.Text.RegularExpressions;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>PEFT's regular expressions for module paths. They come from users and files, so their running time is bounded.</summary>
internal static class ModulePattern
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(1);

    /// <summary>Whether a pattern matches a whole path (Python's <c>re.fullmatch</c>).</summary>
    /// <exception cref="ArgumentException">The pattern is not a regular expression, or takes too long.</exception>
    public static bool MatchesAll(string pattern, string path) => Match(pattern, $@"\A(?:{pattern})\z", path).Success;

    /// <summary>Whether a key of <c>rank_pattern</c> or <c>alpha_pattern</c> means a module: it matches the path or its end behind a point.</summary>
    /// <exception cref="ArgumentException">The key is not a regular expression, or takes too long.</exception>
    public static bool Matches(string key, string module) =>
        ModuleNames.Aliases(module).Any(alias => Match(key, $@"\A(?:.*\.)?(?:{key})\z", alias).Success);

    /// <summary>The value of the first key that matches a module, or the default.</summary>
    /// <exception cref="ArgumentException">A key is not a regular expression, or takes too long.</exception>
    public static T Find<T>(IReadOnlyDictionary<string, T> values, string module, T defaultValue)
    {
        foreach (var (key, value) in values)
        {
            if (Matches(key, module))
                return value;
        }

        return defaultValue;
    }

    /// <summary>Applies an expression to a path.</summary>
    /// <exception cref="ArgumentException">It is not a regular expression, or takes too long.</exception>
    public static Match Match(string expression, string path) => Match(expression, expression, path);

    private static Match Match(string pattern, string expression, string path)
    {
        try
        {
            return Regex.Match(path, expression, RegexOptions.CultureInvariant, TimeLimit);
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw new ArgumentException($"The pattern '{pattern}' takes longer than {TimeLimit.TotalSeconds} s on '{path}'. Use a simpler one.", exception);
        }
        catch (RegexParseException exception)
        {
            throw new ArgumentException($"The pattern '{pattern}' is not a regular expression: {exception.Message}", exception);
        }
    }
}
