namespace MLNet.LlmExtensions.Models.Tokenization.Pipeline;

/// <summary>What is left out of encoding, and who wants to know the tokens' texts and places.</summary>
/// <param name="SkipNormalization">Whether the text is taken as normalised already.</param>
/// <param name="SkipPreTokenization">Whether the model gets the text in one piece.</param>
/// <param name="Trace">Records the tokens; null in the hot path.</param>
internal readonly record struct EncodeOptions(
    bool SkipNormalization = false, bool SkipPreTokenization = false, TokenTrace? Trace = null);
