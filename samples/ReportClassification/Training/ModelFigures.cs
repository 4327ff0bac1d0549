using MLNet.LlmExtensions.Inference;

namespace ReportClassification.Training;

/// <summary>The language model, and how it ran.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Fingerprint">The hash of its files; null where nobody asked, since computing it reads all weights.</param>
/// <param name="Type">Its architecture.</param>
/// <param name="Dimensions">The length of an embedding.</param>
/// <param name="MaximumLength">The longest window in tokens.</param>
/// <param name="Pooling">How token vectors become one vector.</param>
/// <param name="Device">CPU or CUDA.</param>
/// <param name="DeviceReason">Why that one.</param>
internal sealed record ModelFigures(string Folder, string? Fingerprint, string Type, int Dimensions, int MaximumLength, string Pooling, string Device, string DeviceReason)
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
}
