using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Graphs;

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
    /// A space for a model: its own pooling, mean and max pooling, the first of these joined with max pooling, and the same of the last but one
    /// layer, as far as the model can give them. Of an exported graph inner layers cannot be had, and of one that pools by itself nothing
    /// else: then there is no choice.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <returns>The space.</returns>
    public static LlmEmbeddingSearchSpace For(LanguageModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var own = model.EmbeddingSettings.Pooling;
        PoolingMode[][] poolings =
        [
            .. new[] { own, PoolingMode.Mean, PoolingMode.Max }.Distinct().Select(pooling => (PoolingMode[])[pooling]),
            [own, own == PoolingMode.Max ? PoolingMode.Mean : PoolingMode.Max],
        ];
        var last = Choices(null);
        if (!CanGive(model, last))
        {
            return new();
        }

        var before = Choices(model.Configuration.LayerCount - 1);
        return new() { Readouts = CanGive(model, before) ? [.. last, .. before, [.. last[^1], .. before[^1]]] : last };

        EmbeddingReadout[][] Choices(int? layer) =>
            [.. poolings.Select(choice => Array.ConvertAll(choice, pooling => new EmbeddingReadout(pooling, layer)))];
    }

    private static bool CanGive(LanguageModel model, EmbeddingReadout[][] choices)
    {
        try
        {
            _ = model.BuildGraph(new GraphOptions { Readouts = [.. choices.SelectMany(choice => choice)] });
            return true;
        }
        catch (Exception exception) when (exception is NotSupportedException or ArgumentOutOfRangeException)
        {
            return false;
        }
    }
}
