using MLNet.LlmExtensions.Models;

namespace MLNet.LlmExtensions.AutoML;

/// <summary>
/// What a sweep tries of an embedding. Each list is a choice; the first entry is where a search begins. An empty list (the default of
/// all) leaves the option as it is in <see cref="LlmEmbeddingOptions"/>.
/// </summary>
/// <remarks>Each combination that is tried costs an embedding of all texts, once: further trials find it in the cache.</remarks>
public sealed record LlmEmbeddingSearchSpace
{
    /// <summary>See <see cref="Inference.TextEmbedderOptions.Pooling"/>.</summary>
    public IReadOnlyList<PoolingMode> Poolings { get; init; } = [];

    /// <summary>See <see cref="Inference.TextEmbedderOptions.Layer"/>.</summary>
    public IReadOnlyList<int> Layers { get; init; } = [];

    /// <summary>See <see cref="Inference.TextEmbedderOptions.MaximumLength"/>.</summary>
    public IReadOnlyList<int> MaximumLengths { get; init; } = [];

    /// <summary>See <see cref="Inference.TextEmbedderOptions.Dimensions"/>.</summary>
    public IReadOnlyList<int> Dimensions { get; init; } = [];

    /// <summary>See <see cref="Inference.TextEmbedderOptions.Prompt"/>.</summary>
    public IReadOnlyList<string> Prompts { get; init; } = [];

    /// <summary>
    /// A space for a model: mean and max pooling, beside the model's own, of the last and the last but one layer; where the model's
    /// layers are not known, of the last.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <returns>The space.</returns>
    public static LlmEmbeddingSearchSpace For(LanguageModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var layers = model.Configuration.LayerCount;
        return new()
        {
            Poolings = [.. new[] { model.EmbeddingSettings.Pooling, PoolingMode.Mean, PoolingMode.Max }.Distinct()],
            Layers = layers > 1 ? [layers, layers - 1] : [],
        };
    }
}
