namespace MLNet.LlmExtensions.Models.Graphs.Architectures;

/// <summary>The families of models that graphs are built for.</summary>
internal static class ArchitectureRegistry
{
    private static readonly ITransformerArchitecture[] All =
    [
        new Bert(),
        new Roberta(),
        new DistilBert(),
        new Gpt2(),
        new BioGpt(),
        new Llama(),
        new Mistral(),
        new Qwen2(),
        new Gemma(),
    ];

    private static readonly Dictionary<string, ITransformerArchitecture> ByModelType =
        All.SelectMany(family => family.ModelTypes.Select(type => (type, family)))
            .ToDictionary(pair => pair.type, pair => pair.family, StringComparer.Ordinal);

    /// <summary>All values of <c>model_type</c> that are known.</summary>
    public static IReadOnlyList<string> ModelTypes { get; } = [.. ByModelType.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The family of a model type, or null.</summary>
    public static ITransformerArchitecture? Find(string? modelType) =>
        modelType is null ? null : ByModelType.GetValueOrDefault(modelType);
}
