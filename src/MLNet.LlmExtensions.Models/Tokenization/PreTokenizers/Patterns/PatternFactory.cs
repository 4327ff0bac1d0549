namespace MLNet.LlmExtensions.Models.Tokenization.PreTokenizers.Patterns;

/// <summary>Chooses how to look for a pattern: by hand where it is a well-known one, by .NET's engine otherwise.</summary>
internal static class PatternFactory
{
    /// <summary>A pattern for an expression in Oniguruma's dialect.</summary>
    /// <exception cref="NotSupportedException">The expression uses something that has no counterpart in .NET.</exception>
    /// <exception cref="InvalidDataException">The expression is not valid.</exception>
    public static SplitPattern FromRegex(string expression)
    {
        switch (expression)
        {
            case Gpt2Pattern.Expression:
                return new Gpt2Pattern();
            case Cl100kPattern.ExpressionOfThree:
                return new Cl100kPattern(mostDigits: 3);
            case Cl100kPattern.ExpressionOfOne:
                return new Cl100kPattern(mostDigits: 1);
        }

        string translated = OnigurumaTranslator.Translate(expression);
        try
        {
            return new RegexPattern(translated);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"The regular expression is not valid: {exception.Message}", exception);
        }
    }
}
