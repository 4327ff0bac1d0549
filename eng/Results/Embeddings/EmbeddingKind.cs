using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Graphs;

namespace Results.Embeddings;

/// <summary>How a frozen model embeds.</summary>
/// <param name="Precision">The precision of its weights.</param>
/// <param name="Pooling">How token vectors become one vector; null for the model's own way.</param>
internal readonly record struct EmbeddingKind(WeightPrecision Precision = WeightPrecision.Float32, PoolingMode? Pooling = null)
{
    /// <summary>What the names of files with such vectors end with; nothing for the usual ones.</summary>
    public string Suffix =>
        (Precision == WeightPrecision.Float32 ? "" : "." + Precision.ToString().ToLowerInvariant())
        + (Pooling is { } pooling ? "." + pooling.ToString().ToLowerInvariant() : "");
}
