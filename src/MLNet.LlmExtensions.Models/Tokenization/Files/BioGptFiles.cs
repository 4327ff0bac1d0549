using MLNet.LlmExtensions.Models.Tokenization.Decoders;
using MLNet.LlmExtensions.Models.Tokenization.Models;
using MLNet.LlmExtensions.Models.Tokenization.Normalizers;
using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.PostProcessors;
using MLNet.LlmExtensions.Models.Tokenization.PreTokenizers;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.Files;

/// <summary>
/// BioGPT's <c>vocab.json</c> and <c>merges.txt</c>: Moses words, byte-pair encoding with <c>&lt;/w&gt;</c> at the end of
/// words, and <c>&lt;/s&gt;</c> in front of each text. Decoding joins the words by spaces and undoes neither the splitting
/// nor the escaping of Moses.
/// </summary>
internal static class BioGptFiles
{
    private const string EndOfWord = "</w>";
    private const long LargestFile = 256L * 1024 * 1024;

    public static TokenizerPipeline Read(string vocabularyPath, string mergesPath, TokenizerSettings settings)
    {
        var vocabulary = ModelReader.ReadVocabulary(JsonValue.Read(vocabularyPath));
        var added = LegacyAddedTokens.Read(settings, vocabulary);
        var unknown = LegacyAddedTokens.Required(settings, "unk_token", "<unk>", vocabulary, added);
        var separator = LegacyAddedTokens.Required(settings, "sep_token", "</s>", vocabulary, added);
        return new TokenizerPipeline(
            new MosesNormalizer(),
            new CodePointPreTokenizer(CharacterClasses.IsWhiteSpace, SplitBehavior.Removed),
            new SymbolBpeModel(vocabulary, ReadSymbols(mergesPath, vocabulary, unknown.Id), unknown.Id),
            Template.Around(before: separator, after: null, secondTypeId: 1),
            new BpeDecoder(EndOfWord),
            added);
    }

    private static BpeModel ReadSymbols(string path, Vocabulary vocabulary, int unknownId)
    {
        string[] lines = TextFile.ReadLines(path, LargestFile);
        var symbols = new Vocabulary(vocabulary.Size + lines.Length);
        foreach (var (token, id) in vocabulary.Tokens) symbols.Add(token, id);

        int IdOf(string symbol)
        {
            if (!symbols.TryGetId(symbol, out int id)) symbols.Add(symbol, id = Math.Max(symbols.Size, vocabulary.Size));
            return id;
        }

        var merges = new MergeTable(lines.Length);
        int rank = 0;
        for (int number = 1; number <= lines.Length; number++)
        {
            // The third column, a count, means nothing here.
            string[] parts = lines[number - 1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length == 0) continue;
            if (parts.Length < 2)
                throw new InvalidDataException($"'{path}', line {number}: expected two symbols and a space.");
            merges.Set(IdOf(parts[0]), IdOf(parts[1]), rank++, IdOf(parts[0] + parts[1]));
        }

        return new BpeModel(symbols, merges, new BpeOptions { UnknownId = unknownId, EndOfWordSuffix = EndOfWord });
    }
}
