using MLNet.LlmExtensions.Inference;

namespace ReportClassification.Training;

/// <summary>The language model, and how it ran.</summary>
internal sealed record ModelFigures(string Folder, string Fingerprint, string Type, int Dimensions, int MaximumLength, string Pooling, string Device, string DeviceReason)
{
    public static ModelFigures Of(TextEmbedder embedder, TextEmbedderOptions options) => new(
        embedder.Model.Folder,
        embedder.Model.Fingerprint,
        embedder.Model.Configuration.ModelType,
        embedder.Dimensions,
        embedder.MaximumLength,
        (options.Pooling ?? embedder.Model.EmbeddingSettings.Pooling).ToString(),
        embedder.Device.Kind.ToString(),
        embedder.Device.Reason);
}
