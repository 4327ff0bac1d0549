namespace MLNet.LlmExtensions.Persistence;

/// <summary>Names of the columns that exist only between the parts of a saved classifier.</summary>
internal static class ClassifierColumns
{
    public const string Prefix = "__LoraTextClassification";
    public const string Key = Prefix + "Key";
    public const string State = Prefix + "State";
    public const string Payload = Prefix + "Payload";
    public const string Text = Prefix + "Text";
    public const string TextPair = Prefix + "TextPair";
    public const string Features = Prefix + "Features";
    public const string Kept = Prefix + "Kept";
}
