namespace MLNet.LlmExtensions.Persistence;

/// <summary>Names of the columns that exist only between the parts of a saved embedding.</summary>
internal static class TemporaryColumns
{
    public const string Prefix = "__LlmEmbedding";
    public const string StateKey = Prefix + "StateKey";
    public const string State = Prefix + "State";
    public const string Text = Prefix + "Text";
    public const string Vector = Prefix + "Vector";
    public const string Block = Prefix + "Block";
}
