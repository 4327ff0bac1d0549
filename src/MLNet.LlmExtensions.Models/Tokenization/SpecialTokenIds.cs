namespace MLNet.LlmExtensions.Models.Tokenization;

/// <summary>The ids of the tokens that play a part for the model; null where it has none.</summary>
internal sealed record SpecialTokenIds
{
    public int? Pad { get; init; }

    public int? Bos { get; init; }

    public int? Eos { get; init; }

    public int? Cls { get; init; }

    public int? Sep { get; init; }

    public int? Mask { get; init; }

    public int? Unknown { get; init; }
}
