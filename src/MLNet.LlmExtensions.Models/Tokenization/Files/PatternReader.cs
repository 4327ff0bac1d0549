using MLNet.LlmExtensions.Models.Tokenization.PreTokenizers.Patterns;

namespace MLNet.LlmExtensions.Models.Tokenization.Files;

/// <summary>Reads a pattern, which is a fixed text or a regular expression.</summary>
internal static class PatternReader
{
    public static SplitPattern Read(JsonValue json)
    {
        if (json.IsString) return new LiteralPattern(json.Text());
        if (json["String"].Exists) return new LiteralPattern(json["String"].Text());

        var regex = json["Regex"];
        string expression = regex.Text();
        try
        {
            return PatternFactory.FromRegex(expression);
        }
        catch (NotSupportedException exception)
        {
            throw regex.NotSupported($"is a regular expression that cannot be translated: {exception.Message}");
        }
        catch (InvalidDataException exception)
        {
            throw regex.Invalid($"cannot be read: {exception.Message}", exception);
        }
    }
}
