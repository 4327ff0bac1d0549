namespace MLNet.LlmExtensions.Models.Tokenization.PostProcessors;

/// <summary>One place of a template: a special token, or one of the two texts.</summary>
internal abstract record TemplatePart
{
    private TemplatePart(int typeId) => TypeId = typeId;

    /// <summary>The type id of the tokens that come to stand here.</summary>
    public int TypeId { get; }

    /// <summary>Special tokens, usually one.</summary>
    public sealed record Special(int[] Ids, string[] Tokens, int TypeId) : TemplatePart(TypeId);

    /// <summary>The first text, or the second.</summary>
    public sealed record Text(bool IsSecond, int TypeId) : TemplatePart(TypeId);
}
