using MLNet.LlmExtensions.Models;
using ReportClassification.Data;
using Results.Data;
using Results.Embeddings;

namespace Results.Methods;

/// <summary>What a method is given.</summary>
/// <param name="Data">The data set.</param>
/// <param name="Train">The rows to learn from.</param>
/// <param name="Dev">The rows to choose on; a method that chooses by itself may learn from them as well. Empty with few labels.</param>
/// <param name="Seed">Decides what is random.</param>
/// <param name="Model">The language model.</param>
/// <param name="Embeddings">The data sets as the frozen model embeds them.</param>
/// <param name="Threads">The threads that may be used: times are of so many.</param>
/// <param name="Cancellation">Gives up.</param>
internal sealed record Trial(
    DataSet Data,
    IReadOnlyList<LabelledReport> Train,
    IReadOnlyList<LabelledReport> Dev,
    int Seed,
    LanguageModel Model,
    EmbeddingStore Embeddings,
    int Threads,
    CancellationToken Cancellation)
{
    /// <summary>Train and dev rows.</summary>
    public IReadOnlyList<LabelledReport> Training => [.. Train, .. Dev];
}
