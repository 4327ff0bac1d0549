using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Training;

namespace ReportClassification.Training;

/// <summary>The language model, and how it ran.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Fingerprint">The hash of its files; null where nobody asked, since computing it reads all weights.</param>
/// <param name="Type">Its architecture.</param>
/// <param name="Dimensions">The length of an embedding.</param>
/// <param name="MaximumLength">The longest window in tokens.</param>
/// <param name="Pooling">How token vectors become one vector.</param>
/// <param name="Device">CPU or CUDA: where it runs frozen, or was trained; null before it was.</param>
/// <param name="DeviceReason">Why that one; null where nobody asked.</param>
internal sealed record ModelFigures(string Folder, string? Fingerprint, string Type, int Dimensions, int MaximumLength, string Pooling, string? Device, string? DeviceReason)
{
    public static ModelFigures Of(TextEmbedder embedder, TextEmbedderOptions options, bool withFingerprint) => new(
        embedder.Model.Folder,
        withFingerprint ? embedder.Model.Fingerprint : null,
        embedder.Model.Configuration.ModelType,
        embedder.Dimensions,
        embedder.MaximumLength,
        (options.Pooling ?? embedder.Model.EmbeddingSettings.Pooling).ToString(),
        embedder.Device.Kind.ToString().ToUpperInvariant(),
        embedder.Device.Reason);

    /// <summary>A model that will be fine-tuned.</summary>
    public static ModelFigures Of(LanguageModel model, FineTuningOptions options, bool withFingerprint) => new(
        model.Folder,
        withFingerprint ? model.Fingerprint : null,
        model.Configuration.ModelType,
        model.Configuration.HiddenSize,
        options.MaximumLength ?? model.EmbeddingSettings.MaximumLength,
        (options.Pooling ?? model.EmbeddingSettings.Pooling).ToString(),
        null,
        null);
}
