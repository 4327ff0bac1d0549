using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Tokenization.Training.Kinds;
using MLNet.LlmExtensions.Models.Tokenization.Training.Learning;

namespace MLNet.LlmExtensions.Models.Tokenization.Training;

/// <summary>A tokenizer that was trained.</summary>
/// <remarks>Instances are immutable and may be used from several threads.</remarks>
public sealed class TrainedTokenizer
{
    private readonly TokenizerKind _kind;
    private readonly LearnedVocabulary _learned;

    internal TrainedTokenizer(TokenizerKind kind, LearnedVocabulary learned)
    {
        _kind = kind;
        _learned = learned;
        Tokenizer = kind.CreateTokenizer(learned);
        Vocabulary = learned.Tokens;
        Merges = [.. learned.Merges.Select(merge => (Vocabulary[merge.Left], Vocabulary[merge.Right]))];
    }

    /// <summary>The tokenizer; the same as one that is read from the saved folder.</summary>
    public TextTokenizer Tokenizer { get; }

    /// <summary>The text of each token by its id: special tokens, then the alphabet, then what was merged, in order.</summary>
    public IReadOnlyList<string> Vocabulary { get; }

    /// <summary>The two tokens of each merge, in the order in which they were learned.</summary>
    public IReadOnlyList<(string Left, string Right)> Merges { get; }

    /// <summary>Why the vocabulary has no more tokens than it has.</summary>
    public TokenizerTrainingEnd End => _learned.End;

    /// <summary>
    /// Writes the tokenizer as a Hugging Face folder: <c>tokenizer.json</c>, the older <c>vocab.txt</c> or <c>vocab.json</c> and
    /// <c>merges.txt</c>, <c>tokenizer_config.json</c> and <c>special_tokens_map.json</c>. A tokenizer that is there already is
    /// replaced; other files stay.
    /// </summary>
    /// <param name="folder">The folder; made where it is absent. When writing fails it is as it was.</param>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is null or empty.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var files = Files();
        AtomicFolder.Write(folder, files, [.. TokenizerKind.VocabularyFileNames.Except(files.Select(file => file.Name))]);
    }

    /// <summary>The files and what writes them, the one that readers look for first at the end.</summary>
    internal IReadOnlyList<(string Name, Action<Stream> Write)> Files() => TokenizerFiles.Create(_kind, _learned);
}
