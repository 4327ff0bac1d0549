using MLNet.LlmExtensions.Models;

namespace ReportClassification.Commands;

/// <summary>What the user asked the predict command to do.</summary>
internal sealed record PredictSettings
{
    public required string ModelFile { get; init; }

    /// <summary>A file of reports; null for a single text or the standard input.</summary>
    public string? DataFile { get; init; }

    public IReadOnlyList<string> TextColumns { get; init; } = ["text"];

    /// <summary>A single report.</summary>
    public string? TextValue { get; init; }

    public string? OutputFile { get; init; }

    /// <summary>Where the language model is, if it has moved since the model was saved.</summary>
    public string? LanguageModelFolder { get; init; }

    public DevicePreference Device { get; init; }

    public bool Quiet { get; init; }
}
