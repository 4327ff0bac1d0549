using System.CommandLine;
using System.Globalization;

namespace Results.Commands;

/// <summary>Makes options that take several values, separated by commas or given one by one.</summary>
internal static class ListOption
{
    /// <summary>What stands for all labels.</summary>
    public const string All = "all";

    /// <summary>An option for names out of some.</summary>
    public static Option<string[]> Names(string name, string description, IReadOnlyList<string>? known) =>
        Create(name, description, "NAMES", word => known is null || known.Contains(word) ? null : $"It must be one of {string.Join(", ", known)}.", word => word);

    /// <summary>An option for whole numbers above 0.</summary>
    public static Option<int[]> Numbers(string name, string description) =>
        Create(name, description, "NUMBERS", word => IsNumber(word) ? null : "It must be a whole number above 0.", Number);

    /// <summary>An option for labels per class: whole numbers above 0, or the word that stands for all, which becomes null.</summary>
    public static Option<int?[]> Labels(string name, string description) => Create<int?>(
        name,
        description,
        "NUMBERS",
        word => word == All || IsNumber(word) ? null : $"It must be a whole number above 0, or {All}.",
        word => word == All ? null : Number(word));

    private static Option<T[]> Create<T>(string name, string description, string helpName, Func<string, string?> wrong, Func<string, T> value) => new(name)
    {
        Description = description,
        HelpName = helpName,
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
        CustomParser = result =>
        {
            var words = result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToArray();
            foreach (var word in words)
            {
                if (wrong(word) is { } message)
                {
                    result.AddError($"{name} has '{word}'. {message}");
                    return [];
                }
            }

            return [.. words.Select(value).Distinct()];
        },
    };

    private static bool IsNumber(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);
}
