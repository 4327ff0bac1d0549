namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>Which part of a language model learns from the labels. The head always does.</summary>
public enum TransferMethod
{
    /// <summary>Low-rank adapters beside frozen linear layers (<see href="https://arxiv.org/abs/2106.09685"/>).</summary>
    Lora,

    /// <summary>Nothing but the head: the model's vectors stay as they are.</summary>
    Head,

    /// <summary>The last layers, with the norms and the pooler behind them.</summary>
    LastLayers,

    /// <summary>Every weight of the model.</summary>
    Full,

    /// <summary>
    /// Keys and values that every attention layer sees before those of the text
    /// (<see href="https://arxiv.org/abs/2101.00190"/>); the model stays as it is, and so do the positions of the text's
    /// tokens, which PEFT moves by the length of the prefix.
    /// </summary>
    Prefix,
}
