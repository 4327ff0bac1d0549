using System.Text.RegularExpressions;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>PEFT's regular expressions for module paths. They come from users and files, so their running time is bounded.</summary>
internal static class ModulePattern
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(1);

    /// <summary>Whether a pattern matches a whole path (Python's <c>re.fullmatch</c>).</summary>
    /// <exception cref="ArgumentException">The pattern is not a regular expression, or takes too long.</exception>
    public static bool MatchesAll(string pattern, string path) => IsMatch(pattern, $@"\A(?:{pattern})\z", path);

    /// <summary>The value of the first key that matches a path's end behind a point, or the default.</summary>
    /// <exception cref="ArgumentException">A key is not a regular expression, or takes too long.</exception>
    public static T Find<T>(IReadOnlyDictionary<string, T> values, string path, T defaultValue)
    {
        foreach (var (key, value) in values)
        {
            if (IsMatch(key, $@"\A(?:.*\.)?(?:{key})\z", path))
                return value;
        }

        return defaultValue;
    }

    private static bool IsMatch(string pattern, string expression, string path)
    {
        try
        {
            return Regex.IsMatch(path, expression, RegexOptions.CultureInvariant, TimeLimit);
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
