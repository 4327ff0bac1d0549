namespace EncoderTraining;

/// <summary>Where an encoder's weights can come from.</summary>
internal enum Stage
{
    /// <summary>Random weights, to compare with.</summary>
    Random,

    /// <summary>Word embeddings from co-occurrence, the rest random.</summary>
    Initialise,

    /// <summary>After masked-language training.</summary>
    Pretrain,

    /// <summary>After contrastive training.</summary>
    Contrast,
}
