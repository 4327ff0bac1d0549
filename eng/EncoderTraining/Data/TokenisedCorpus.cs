using EncoderTraining.Tokenizer;

namespace EncoderTraining.Data;

/// <summary>All sources with the vocabulary they are encoded in; one file that <c>prepare</c> writes.</summary>
internal sealed class TokenisedCorpus(IReadOnlyList<TokenisedSource> sources)
{
    private const string FileName = "corpus.bin";
    private const string VocabularyName = "vocab.txt";
    private const int LongestPairText = 254; // the encoder takes no more

    public IReadOnlyList<TokenisedSource> Sources { get; } = sources;

    /// <summary>Learns the vocabulary and encodes every source into <paramref name="workFolder"/>.</summary>
    public static void Prepare(
        string corporaFolder, string dataFolder, string workFolder, int vocabularySize, Action<string> log)
    {
        Directory.CreateDirectory(workFolder);
        var heldOut = HeldOutTexts.Read(dataFolder);
        var reader = new CorpusReader(corporaFolder, heldOut);
        var vocabulary = WordPieceTrainer.Train(CountWords(reader, log), vocabularySize);
        vocabulary.Write(Path.Combine(workFolder, VocabularyName));
        log($"Vocabulary: {vocabulary.Count} tokens.");

        var encoder = new WordPieceEncoder(vocabulary);
        using var writer = new BinaryWriter(File.Create(Path.Combine(workFolder, FileName)));
        writer.Write(TrainingMixture.Sources.Count);
        foreach (var source in TrainingMixture.Sources)
        {
            var documents = reader.Documents(source).Select(d => encoder.Encode(d)).ToArray();
            (ushort[], ushort[])[] pairs = source.PairWeight == 0 ? []
                : [.. reader.Pairs(source).Select(p => (EncodePairText(encoder, p.First), EncodePairText(encoder, p.Second)))];
            var tokenised = new TokenisedSource(source, documents, pairs);
            tokenised.Write(writer);
            log($"{source.Name}: {documents.Length} documents, {tokenised.TokenCount} tokens, {pairs.Length} pairs.");
        }

        log($"Left out because of an overlap with a held-out text (documents in both passes): {reader.Dropped}.");
    }

    public static TokenisedCorpus Read(string workFolder)
    {
        using var reader = new BinaryReader(new BufferedStream(File.OpenRead(Path.Combine(workFolder, FileName)), 1 << 20));
        var sources = new TokenisedSource[reader.ReadInt32()];
        for (var i = 0; i < sources.Length; i++)
            sources[i] = TokenisedSource.Read(reader);
        return new TokenisedCorpus(sources);
    }

    public static WordPieceVocabulary ReadVocabulary(string workFolder) =>
        WordPieceVocabulary.Read(Path.Combine(workFolder, VocabularyName));

    private static ushort[] EncodePairText(WordPieceEncoder encoder, string text)
    {
        var ids = encoder.Encode(text);
        return ids.Length <= LongestPairText ? ids : ids[..LongestPairText];
    }

    /// <summary>Word counts in the proportions of the mixture, so that the vocabulary suits what is trained on.</summary>
    private static Dictionary<string, long> CountWords(CorpusReader reader, Action<string> log)
    {
        const double Total = 1e9;
        var result = new Dictionary<string, long>();
        foreach (var source in TrainingMixture.Sources)
        {
            var counts = new Dictionary<string, long>();
            var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
            foreach (var document in reader.Documents(source))
            {
                BertPreTokenizer.Split(document, word =>
                {
                    lookup.TryGetValue(word, out var count);
                    lookup[word] = count + 1;
                });
            }

            var words = counts.Values.Sum();
            foreach (var (word, count) in counts)
            {
                // A word seen once teaches the vocabulary nothing.
                if (count > 1)
                    result[word] = result.GetValueOrDefault(word) + (long)(Total * source.TextWeight * count / words);
            }

            log($"{source.Name}: {words} words, {counts.Count} different.");
        }

        return result;
    }
}
