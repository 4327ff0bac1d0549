using MLNet.LlmExtensions.Models.Tokenization.Decoders;
using MLNet.LlmExtensions.Models.Tokenization.Models;
using MLNet.LlmExtensions.Models.Tokenization.Normalizers;
using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.PostProcessors;
using MLNet.LlmExtensions.Models.Tokenization.PreTokenizers;

namespace MLNet.LlmExtensions.Models.Tokenization.Files;

/// <summary>BERT's <c>vocab.txt</c>: one token on each line, the line number is the id.</summary>
internal static class WordPieceFiles
{
    private const string Prefix = "##";
    private const int LongestWord = 100;
    private const long LargestFile = 64L * 1024 * 1024;

    public static TokenizerPipeline Read(string path, TokenizerSettings settings)
    {
        var vocabulary = ReadVocabulary(path);
        var added = LegacyAddedTokens.Read(settings, vocabulary);
        var unknown = LegacyAddedTokens.Required(settings, "unk_token", "[UNK]", vocabulary, added);
        var cls = LegacyAddedTokens.Required(settings, "cls_token", "[CLS]", vocabulary, added);
        var sep = LegacyAddedTokens.Required(settings, "sep_token", "[SEP]", vocabulary, added);

        bool lowerCase = settings.Config["do_lower_case"].Flag(defaultValue: true);
        return new TokenizerPipeline(
            new BertTextNormalizer(
                cleanText: true,
                settings.Config["tokenize_chinese_chars"].Flag(defaultValue: true),
                settings.Config["strip_accents"].Flag(defaultValue: lowerCase),
                lowerCase),
            new BertPreTokenizer(),
            new WordPieceModel(vocabulary, unknown.Id, Prefix, LongestWord),
            settings.TokenizerClass == "MPNetTokenizer" ? Template.Roberta(cls, sep) : Template.Bert(cls, sep),
            new WordPieceDecoder(Prefix, cleanUp: true),
            added);
    }

    private static Vocabulary ReadVocabulary(string path)
    {
        var vocabulary = new Vocabulary();
        int id = 0;
        foreach (string line in TextFile.ReadLines(path, LargestFile)) vocabulary.AddOrReplace(line, id++);
        return vocabulary;
    }
}
