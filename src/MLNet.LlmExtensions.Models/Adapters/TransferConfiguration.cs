namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>What of a language model is trained. Immutable.</summary>
public sealed record TransferConfiguration
{
    /// <summary>The way of transfer. Default: <see cref="TransferMethod.Lora"/>.</summary>
    public TransferMethod Method { get; init; } = TransferMethod.Lora;

    /// <summary>The adapters of <see cref="TransferMethod.Lora"/>; the other methods do not read it.</summary>
    public LoraConfiguration Lora { get; init; } = new();

    /// <summary>How many layers <see cref="TransferMethod.LastLayers"/> trains. Default: 2.</summary>
    public int LastLayers { get; init; } = 2;

    /// <summary>How many keys and values <see cref="TransferMethod.Prefix"/> puts before a text's own, for each layer. Default: 16.</summary>
    public int PrefixLength { get; init; } = 16;
}
