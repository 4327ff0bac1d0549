using MLNet.LlmExtensions.Models.Adapters;

namespace ReportClassification.Commands;

/// <summary>A word of --trainer, and what it asks of the trainer.</summary>
/// <param name="Word">The word.</param>
/// <param name="Method">What of the model learns.</param>
/// <param name="ContrastivePairs">Comparisons of each kind for a report, before the head; 0 for none.</param>
internal sealed record FineTuningKind(string Word, TransferMethod Method, int ContrastivePairs = 0);
