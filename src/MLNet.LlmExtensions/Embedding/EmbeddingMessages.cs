namespace MLNet.LlmExtensions.Embedding;

/// <summary>The same words for the same mistake, whether an estimator or a transformer notices it.</summary>
internal static class EmbeddingMessages
{
    public static string MissingColumn(string name, IEnumerable<string> columns) =>
        $"LlmEmbedding: there is no input column '{name}'. The columns are: {string.Join(", ", columns.Distinct().Order(StringComparer.Ordinal))}.";

    public static string NotText(string name, string type, bool isVectorOfText) =>
        $"LlmEmbedding: the input column '{name}' must be a text column, but its type is {type}. " + (isVectorOfText
            ? "Join the texts of a row into one text first, for example with CustomMapping."
            : "Convert it with Conversion.ConvertType, or choose another input column.");
}
