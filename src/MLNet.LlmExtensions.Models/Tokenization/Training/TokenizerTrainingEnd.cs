namespace MLNet.LlmExtensions.Models.Tokenization.Training;

/// <summary>Why a vocabulary stopped growing.</summary>
public enum TokenizerTrainingEnd
{
    /// <summary>It has as many tokens as were asked for.</summary>
    VocabularySizeReached,

    /// <summary>
    /// No two neighbouring parts of a word occur together as often as
    /// <see cref="TokenizerTrainingOptions.MinimumFrequency"/> asks for.
    /// </summary>
    MinimumFrequencyReached,

    /// <summary>Every word of the texts is a token.</summary>
    EveryWordIsToken,
}
