namespace MLNet.LlmExtensions.Rows;

/// <summary>The same words for the same mistake, whether an estimator or a transformer notices it.</summary>
internal static class ColumnMessages
{
    public static string Missing(string operation, string role, string name, IEnumerable<string> columns) =>
        $"{operation}: there is no {role} column '{name}'. The columns are: {string.Join(", ", columns.Distinct().Order(StringComparer.Ordinal))}.";

    public static string NotText(string operation, string name, string type, bool isVectorOfText) =>
        $"{operation}: the input column '{name}' must be a text column, but its type is {type}. " + (isVectorOfText
            ? "Join the texts of a row into one text first, for example with CustomMapping."
            : "Convert it with Conversion.ConvertType, or choose another input column.");
}
