using MLNet.LlmExtensions.Models;

namespace MLNet.LlmExtensions.AutoML;

/// <summary>
/// What a sweep tries of an embedding. Each list is a choice; the first entry is where a search begins. An empty list (the default of
/// all) leaves the option as it is in <see cref="LlmEmbeddingOptions"/>.
/// </summary>
/// <remarks>
/// Readouts and dimensions are computed together: the first trial embeds all texts for all of them, and the others find their vectors in the cache. Each
/// combination of the other choices costs an embedding of all texts, once.
/// </remarks>
public sealed record LlmEmbeddingSearchSpace
{
    /// <summary>See <see cref="Inference.TextEmbedderOptions.Readouts"/>; each entry is a choice, whose readouts are joined.</summary>
    public IReadOnlyList<IReadOnlyList<EmbeddingReadout>> Readouts { get; init; } = [];

    /// <summary>See <see cref="Inference.TextEmbedderOptions.Dimensions"/>.</summary>
    public IReadOnlyList<int> Dimensions { get; init; } = [];

    /// <summary>See <see cref="Inference.TextEmbedderOptions.MaximumLength"/>.</summary>
    public IReadOnlyList<int> MaximumLengths { get; init; } = [];

    /// <summary>See <see cref="Inference.TextEmbedderOptions.Prompt"/>.</summary>
    public IReadOnlyList<string> Prompts { get; init; } = [];

    /// <summary>
    /// A space for a model: the model's own pooling, mean and max pooling, the first of these joined with max pooling, and the same of the
    /// last but one layer, where the model's layers are known.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <returns>The space.</returns>
    public static LlmEmbeddingSearchSpace For(LanguageModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var own = model.EmbeddingSettings.Pooling;
        PoolingMode[] poolings = [.. new[] { own, PoolingMode.Mean, PoolingMode.Max }.Distinct()];
        var joined = own == PoolingMode.Max ? PoolingMode.Mean : PoolingMode.Max;
        int?[] layers = model.Configuration.LayerCount is > 1 and var count ? [null, count - 1] : [null];
        return new()
        {
            Readouts =
            [
                .. from layer in layers
                   from choice in poolings.Select(pooling => (PoolingMode[])[pooling]).Append([own, joined])
                   select choice.Select(pooling => new EmbeddingReadout(pooling, layer)).ToArray(),
                .. layers.Length > 1
                    ? (IEnumerable<EmbeddingReadout[]>)[[.. from layer in layers from pooling in new[] { own, joined } select new EmbeddingReadout(pooling, layer)]]
                    : [],
            ],
        };
    }
}
