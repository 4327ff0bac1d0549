using System.CommandLine;

namespace ReportClassification.Commands;

/// <summary>Makes options that take one of a few words.</summary>
internal static class Choice
{
    /// <summary>An option whose default is the first of the choices, which must be the default value of its type: so it need not be
    /// given, and the help can name it by its word.</summary>
    public static Option<T> Create<T>(string name, string description, params (string Word, T Value)[] choices)
    {
        if (!EqualityComparer<T>.Default.Equals(choices[0].Value, default))
            throw new ArgumentException($"The first choice of {name} is not the default value of its type.", nameof(choices));
        var words = string.Join("|", choices.Select(choice => choice.Word));
        return new Option<T>(name)
        {
            Description = $"{description} Default: {choices[0].Word}.",
            HelpName = words,
            CustomParser = result =>
            {
                var word = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
                foreach (var choice in choices)
                {
                    if (string.Equals(choice.Word, word, StringComparison.OrdinalIgnoreCase))
                        return choice.Value;
                }

                result.AddError($"{name} is '{word}'. It must be one of {words}.");
                return default;
            },
        };
    }
}
