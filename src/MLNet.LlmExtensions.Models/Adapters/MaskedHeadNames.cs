namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>How Hugging Face's classes for masked language models name the parts of their head.</summary>
/// <param name="Dense">The layer before the vocabulary.</param>
/// <param name="Norm">The norm behind it.</param>
/// <param name="Bias">The bias of the vocabulary's scores.</param>
/// <param name="Decoder">The matrix of the vocabulary's scores, which is the token embedding unless the configuration says otherwise.</param>
internal sealed record MaskedHeadNames(string Dense, string Norm, string Bias, string Decoder)
{
    private static readonly MaskedHeadNames Bert = new(
        "cls.predictions.transform.dense", "cls.predictions.transform.LayerNorm", "cls.predictions.bias", "cls.predictions.decoder.weight");

    private static readonly MaskedHeadNames Roberta = new("lm_head.dense", "lm_head.layer_norm", "lm_head.bias", "lm_head.decoder.weight");

    private static readonly MaskedHeadNames DistilBert = new("vocab_transform", "vocab_layer_norm", "vocab_projector.bias", "vocab_projector.weight");

    /// <summary>The second name under which some files hold the bias.</summary>
    public string DecoderBias => Decoder[..^"weight".Length] + "bias";

    /// <summary>The names for a <c>model_type</c>, or null where the family has no such head.</summary>
    public static MaskedHeadNames? Of(string modelType) => modelType switch
    {
        "bert" => Bert,
        "roberta" or "xlm-roberta" or "camembert" => Roberta,
        "distilbert" => DistilBert,
        _ => null,
    };
}
