using MLNet.LlmExtensions.Models.Checkpoints;

namespace MLNet.LlmExtensions.Models.Graphs.Architectures;

/// <summary>
/// A family of models: how its configuration reads and which graph computes it. A new one is one file like its
/// neighbours and one line in <see cref="ArchitectureRegistry"/>.
/// </summary>
internal interface ITransformerArchitecture
{
    /// <summary>The values of <c>model_type</c> in <c>config.json</c> that mean this family.</summary>
    IReadOnlyList<string> ModelTypes { get; }

    /// <summary>Reads a configuration.</summary>
    /// <exception cref="InvalidDataException">A field is missing or makes no sense.</exception>
    /// <exception cref="NotSupportedException">A variant of the family that is not supported.</exception>
    ModelConfiguration ReadConfiguration(ConfigurationFields fields);

    /// <summary>
    /// Builds the token vectors, [batch, sequence, hidden]: <see cref="TransformerBuilder.LayerCount"/> layers, and the
    /// final norm, where there is one, if <see cref="TransformerBuilder.HasFinalNorm"/>. The embeddings and the output of each layer are handed
    /// to <see cref="TransformerBuilder.KeepState"/>.
    /// </summary>
    string BuildHiddenState(TransformerBuilder builder);

    /// <summary>Builds the scores of the next token, [batch, sequence, vocabulary], from the final token vectors.</summary>
    /// <exception cref="NotSupportedException">The family is not a decoder.</exception>
    string BuildLogits(TransformerBuilder builder, string hiddenState) =>
        throw new NotSupportedException($"Logits are for decoders; '{builder.Configuration.ModelType}' is an encoder.");
}
