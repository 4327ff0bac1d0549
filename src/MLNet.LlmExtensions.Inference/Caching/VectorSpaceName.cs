using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MLNet.LlmExtensions.Inference.Encoders;
using MLNet.LlmExtensions.Models;

namespace MLNet.LlmExtensions.Inference.Caching;

/// <summary>
/// Names what decides the vector of a text: a hash over the model's files and the options that change vectors. Where it is the same,
/// vectors may be exchanged.
/// </summary>
internal static class VectorSpaceName
{
    // Goes up when the same model and options come to give other vectors.
    private const int Version = 1;

    public static string Of(LanguageModel model, TextEmbedderOptions options, ResolvedSettings settings, ReadoutPlan plan, DeviceKind device)
    {
        var prompt = Encoding.Unicode.GetBytes(settings.Prompt);
        var words = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {Version} {model.Fingerprint} {settings.Normalize} {string.Join(' ', plan.Keys.Select(Word))}
            length {settings.MaximumLength} {options.LongText} {settings.ChunkOverlap}
            {options.Precision} {device} prompt {Convert.ToHexString(prompt)}
            """);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)));

        static string Word(EmbeddingReadout readout) =>
            string.Create(CultureInfo.InvariantCulture, $"{readout.Pooling} layer {readout.Layer} dimensions {readout.Dimensions};");
    }
}
