using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Graphs.Architectures;

namespace MLNet.LlmExtensions.Models;

/// <summary>The sizes of a model, in one vocabulary for all architectures. Read from <c>config.json</c>.</summary>
public sealed record ModelConfiguration
{
    /// <summary>The architecture's name in Hugging Face's terms, for example <c>bert</c> or <c>qwen2</c>.</summary>
    public required string ModelType { get; init; }

    /// <summary>Components of a token vector.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Number of transformer layers. 0 for an exported graph that does not say.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Number of attention heads. 0 for an exported graph that does not say.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Number of heads of keys and values; fewer than <see cref="HeadCount"/> in grouped-query attention.</summary>
    public required int KeyValueHeadCount { get; init; }

    /// <summary>Components of one head.</summary>
    public required int HeadDimension { get; init; }

    /// <summary>Width of the feed-forward layer. 0 for an exported graph that does not say.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Rows of the token embedding. 0 for an exported graph that does not say.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>The longest sequence in tokens that the positions allow.</summary>
    public required int MaximumPositions { get; init; }

    /// <summary>Number of token types (segments); 0 where the architecture has none.</summary>
    public int TokenTypeCount { get; init; }

    /// <summary>Whether a token sees only itself and the tokens before it.</summary>
    public required bool IsDecoder { get; init; }

    /// <summary>The padding token's id according to <c>config.json</c>, or <see langword="null"/>.</summary>
    public int? PadTokenId { get; init; }

    /// <summary>Reads a <c>config.json</c> alone, for example before the weights are downloaded.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">The file is absent.</exception>
    /// <exception cref="InvalidDataException">The file is not a JSON object, or a field is missing or makes no sense.</exception>
    /// <exception cref="NotSupportedException">The model type is unknown, or a variant that is not supported.</exception>
    public static ModelConfiguration Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var fields = JsonFile.ReadObject(Path.GetFullPath(path));
        var type = fields.Text("model_type");
        var architecture = ArchitectureRegistry.Find(type) ?? throw new NotSupportedException(
            $"'{fields.File}': the model type '{type}' is not supported. Supported are {string.Join(", ", ArchitectureRegistry.ModelTypes)}.");
        return architecture.ReadConfiguration(fields);
    }

    /// <summary>The raw fields, for what only one architecture knows.</summary>
    internal ConfigurationFields Fields { get; init; } = ConfigurationFields.Empty;
}
