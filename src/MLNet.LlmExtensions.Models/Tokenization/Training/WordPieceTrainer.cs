using MLNet.LlmExtensions.Models.Tokenization.Training.Kinds;
using MLNet.LlmExtensions.Models.Tokenization.Training.Learning;

namespace MLNet.LlmExtensions.Models.Tokenization.Training;

/// <summary>
/// Trains WordPiece tokenizers, BERT's kind, as Hugging Face's <c>tokenizers</c> library does: merges of byte-pair encoding
/// (<see href="https://arxiv.org/abs/1508.07909">Sennrich et al., 2016</see>) by highest count, on characters that carry a prefix
/// where they do not begin a word. The tokens, not the merges, are the result.
/// </summary>
/// <remarks>
/// The result depends on the texts and the options alone, and not on the order of the texts. The library numbers the characters
/// inside words in an order that changes from run to run, and decides between equal counts by these numbers; here they follow the
/// words in ordinal order.
/// </remarks>
/// <example>
/// <code>
/// WordPieceTrainer.Train(File.ReadLines("reports.txt"), new() { VocabularySize = 8192 }).Save("models/mine");
/// var tokenizer = TextTokenizer.FromPretrained("models/mine");
/// </code>
/// </example>
public static class WordPieceTrainer
{
    /// <summary>Trains a tokenizer.</summary>
    /// <param name="texts">
    /// The texts, which are read once, one after the other, and not kept: memory grows with the number of different words.
    /// </param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>The tokenizer, ready to be used or saved.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="texts"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The texts hold a null or no word at all, an option is wrong, or the special tokens and the alphabet alone are more tokens
    /// than <see cref="TokenizerTrainingOptions.VocabularySize"/>; the message says which.
    /// </exception>
    /// <exception cref="OperationCanceledException"><see cref="TokenizerTrainingOptions.CancellationToken"/> was cancelled.</exception>
    public static TrainedTokenizer Train(IEnumerable<string> texts, WordPieceTrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        options ??= new WordPieceTrainingOptions();
        TrainingOptionsCheck.Check(options, nameof(options));
        return TokenizerTraining.Run(texts, new WordPieceKind(options), options);
    }
}
