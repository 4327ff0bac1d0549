using MLNet.LlmExtensions.Models.Tokenization.Training.Kinds;
using MLNet.LlmExtensions.Models.Tokenization.Training.Learning;

namespace MLNet.LlmExtensions.Models.Tokenization.Training;

/// <summary>
/// Trains byte-level BPE tokenizers, GPT-2's kind (<see href="https://arxiv.org/abs/1508.07909">Sennrich et al., 2016</see>;
/// Radford et al., 2019), with the vocabulary and the merges that Hugging Face's <c>tokenizers</c> library gives.
/// </summary>
/// <remarks>The result depends on the texts and the options alone, and not on the order of the texts.</remarks>
/// <example>
/// <code>
/// ByteLevelBpeTrainer.Train(File.ReadLines("reports.txt"), new() { VocabularySize = 16384 }).Save("models/mine");
/// var tokenizer = TextTokenizer.FromPretrained("models/mine");
/// </code>
/// </example>
public static class ByteLevelBpeTrainer
{
    /// <summary>Trains a tokenizer.</summary>
    /// <param name="texts">
    /// The texts, which are read once, one after the other, and not kept: memory grows with the number of different words.
    /// </param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>The tokenizer, ready to be used or saved.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="texts"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The texts hold a null or no word at all, an option is wrong, or the special tokens and the 256 bytes are more tokens than
    /// <see cref="TokenizerTrainingOptions.VocabularySize"/>; the message says which.
    /// </exception>
    /// <exception cref="OperationCanceledException"><see cref="TokenizerTrainingOptions.CancellationToken"/> was cancelled.</exception>
    public static TrainedTokenizer Train(IEnumerable<string> texts, ByteLevelBpeTrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        options ??= new ByteLevelBpeTrainingOptions();
        TrainingOptionsCheck.Check(options, nameof(options));
        return TokenizerTraining.Run(texts, new ByteLevelBpeKind(options), options);
    }
}
