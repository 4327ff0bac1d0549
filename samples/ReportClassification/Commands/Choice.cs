using System.CommandLine;
using System.CommandLine.Parsing;

namespace ReportClassification.Commands;

/// <summary>Makes options that take one of a few words.</summary>
internal static class Choice
{
    /// <summary>An option whose default is the first of the choices, which must be the default value of its type: so it need not be
    /// given, and the help can name it by its word.</summary>
    public static Option<Chosen<T>?> Create<T>(string name, string description, params (string Word, T Value)[] choices)
    {
        if (!EqualityComparer<T>.Default.Equals(choices[0].Value, default))
            throw new ArgumentException($"The first choice of {name} is not the default value of its type.", nameof(choices));
        var words = string.Join("|", choices.Select(choice => choice.Word));
        return new Option<Chosen<T>?>(name)
        {
            Description = $"{description} Default: {choices[0].Word}.",
            HelpName = words,
            CustomParser = result =>
            {
                var word = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
                foreach (var choice in choices)
                {
                    if (string.Equals(choice.Word, word, StringComparison.OrdinalIgnoreCase))
                        return new Chosen<T>(choice.Value);
                }

                result.AddError($"{name} is '{word}'. It must be one of {words}.");
                return null;
            },
        };
    }

    /// <summary>What was chosen, or the default.</summary>
    public static T Value<T>(ParseResult parsed, Option<Chosen<T>?> option) => parsed.GetValue(option) is { } chosen ? chosen.Value : default!;

    /// <summary>The word that was given for an option, known or not; null where there is none. For validators: asking for the value of an unknown word throws.</summary>
    public static string? Word(SymbolResult result, Option option) =>
        result.GetResult(option)?.Tokens is [{ Value: var word }] ? word.ToLowerInvariant() : null;
}
