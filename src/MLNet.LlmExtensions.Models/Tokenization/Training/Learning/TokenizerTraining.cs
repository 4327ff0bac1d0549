using MLNet.LlmExtensions.Models.Tokenization.Training.Kinds;

namespace MLNet.LlmExtensions.Models.Tokenization.Training.Learning;

/// <summary>The way from texts to a tokenizer, the same for every kind.</summary>
internal static class TokenizerTraining
{
    private const int TextsBetweenReports = 1000;
    private const int MergesBetweenReports = 100;

    public static TrainedTokenizer Run(IEnumerable<string> texts, TokenizerKind kind, TokenizerTrainingOptions options)
    {
        long textCount = 0;
        var words = Count();
        if (words.Length == 0) throw new ArgumentException("The texts hold no word to learn from.", nameof(texts));

        var alphabet = Alphabet.Choose(words, kind.InitialAlphabet, kind.LimitAlphabet);
        var learner = new MergeLearner(words, kind.SpecialTokens, alphabet, kind.ContinuationPrefix);
        if (learner.VocabularySize > options.VocabularySize) throw TooSmall();

        int mergeCount = 0;
        var learned = learner.Learn(options.VocabularySize, options.MinimumFrequency, () =>
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            if (++mergeCount % MergesBetweenReports == 0) Report(words.Length, learner.VocabularySize);
        });
        Report(words.Length, learner.VocabularySize);
        return new TrainedTokenizer(kind, learned);

        CountedWord[] Count()
        {
            var counter = new WordCounter(kind.Normalizer, kind.PreTokenizer);
            foreach (string text in texts)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                counter.Add(text ?? throw new ArgumentException($"Text {textCount} is null.", nameof(texts)));
                if (++textCount % TextsBetweenReports == 0) Report(counter.Count, vocabularySize: 0);
            }

            return counter.Words();
        }

        void Report(int distinctWords, int vocabularySize) => options.Progress?.Report(
            new TokenizerTrainingProgress(textCount, distinctWords, vocabularySize, options.VocabularySize));

        ArgumentException TooSmall() => new(
            $"{nameof(options.VocabularySize)} is {options.VocabularySize}, but the special tokens and the characters of the texts "
            + $"alone are {learner.VocabularySize} tokens. Ask for as many at the least"
            + (kind.LimitAlphabet is null ? "." : $", or set a lower {nameof(WordPieceTrainingOptions.LimitAlphabet)}."),
            nameof(options));
    }
}
