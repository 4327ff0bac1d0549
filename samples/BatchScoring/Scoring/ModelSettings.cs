using MLNet.LlmExtensions.Models;

namespace BatchScoring.Scoring;

/// <summary>Which classifier, and how it runs.</summary>
/// <param name="File">The file that <c>ml.Model.Save</c> wrote.</param>
/// <param name="TextColumn">The model's column that takes the text.</param>
/// <param name="LanguageModelFolder">Where its language model is, if it has moved.</param>
/// <param name="Device">Where it runs.</param>
/// <param name="Threads">Threads on the CPU; null for one for each core.</param>
internal sealed record ModelSettings(string File, string TextColumn, string? LanguageModelFolder, DevicePreference Device, int? Threads);
