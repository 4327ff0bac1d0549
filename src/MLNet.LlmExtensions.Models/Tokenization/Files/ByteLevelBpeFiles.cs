using System.Text;
using MLNet.LlmExtensions.Models.Tokenization.Decoders;
using MLNet.LlmExtensions.Models.Tokenization.Models;
using MLNet.LlmExtensions.Models.Tokenization.Normalizers;
using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.PostProcessors;
using MLNet.LlmExtensions.Models.Tokenization.PreTokenizers;
using MLNet.LlmExtensions.Models.Tokenization.PreTokenizers.Patterns;

namespace MLNet.LlmExtensions.Models.Tokenization.Files;

/// <summary>GPT-2's <c>vocab.json</c> and <c>merges.txt</c>, as RoBERTa and Qwen2 have them too.</summary>
internal static class ByteLevelBpeFiles
{
    private const long LargestFile = 256L * 1024 * 1024;

    public static TokenizerPipeline Read(string vocabularyPath, string mergesPath, TokenizerSettings settings)
    {
        string? tokenizerClass = settings.TokenizerClass;
        if (tokenizerClass == "BioGptTokenizer") return BioGptFiles.Read(vocabularyPath, mergesPath, settings);

        bool isRoberta = tokenizerClass is "RobertaTokenizer" or "LongformerTokenizer" or "BartTokenizer";
        bool isQwen = tokenizerClass is "Qwen2Tokenizer";
        if (!isRoberta && !isQwen && tokenizerClass is not ("GPT2Tokenizer" or "CodeGenTokenizer"))
        {
            throw new NotSupportedException(
                $"'{vocabularyPath}' belongs to a tokenizer of class '{tokenizerClass ?? "unknown"}', whose way of splitting "
                + "text is not known from these files. Save it as tokenizer.json (in transformers: "
                + "AutoTokenizer.from_pretrained(...).save_pretrained(...)).");
        }

        var vocabulary = ModelReader.ReadVocabulary(JsonValue.Read(vocabularyPath));
        var model = new BpeModel(vocabulary, ReadMerges(mergesPath, vocabulary), new BpeOptions());
        var added = LegacyAddedTokens.Read(settings, vocabulary, maskTakesSpace: isRoberta);
        bool addPrefixSpace = settings.Config["add_prefix_space"].Flag(defaultValue: false);
        return new TokenizerPipeline(
            isQwen ? new UnicodeNormalizer(NormalizationForm.FormC) : null,
            isQwen ? QwenPreTokenizer(addPrefixSpace) : new ByteLevelPreTokenizer(addPrefixSpace, useRegex: true),
            model,
            isRoberta ? RobertaTemplate(settings, vocabulary, added) : GptTemplate(settings, vocabulary, added),
            new ByteLevelDecoder(),
            added);
    }

    /// <summary>Reads a list of merges, one on each line.</summary>
    public static MergeTable ReadMerges(string path, Vocabulary vocabulary)
    {
        string[] lines = TextFile.ReadLines(path, LargestFile);
        var merges = new MergeTable(lines.Length);
        int rank = 0;
        for (int number = 1; number <= lines.Length; number++)
        {
            string line = lines[number - 1];
            if (line.Length == 0 || line.StartsWith("#version", StringComparison.Ordinal)) continue;

            string[] parts = line.Split(' ');
            if (parts.Length != 2)
                throw new InvalidDataException($"'{path}', line {number}: expected two tokens and a space.");
            try
            {
                ModelReader.AddMerge(merges, vocabulary, parts[0], parts[1], prefixLength: 0, rank++);
            }
            catch (InvalidDataException exception)
            {
                throw new InvalidDataException($"'{path}', line {number}: {exception.Message}.", exception);
            }
        }

        return merges;
    }

    private static PreTokenizerSequence QwenPreTokenizer(bool addPrefixSpace) => new(
    [
        new SplitPreTokenizer(new Cl100kPattern(mostDigits: 1), SplitBehavior.Isolated, invert: false),
        new ByteLevelPreTokenizer(addPrefixSpace, useRegex: false),
    ]);

    private static Template RobertaTemplate(
        TokenizerSettings settings, Vocabulary vocabulary, IReadOnlyList<AddedTokens.AddedToken> added) =>
        Template.Roberta(
            LegacyAddedTokens.Required(settings, "cls_token", "<s>", vocabulary, added),
            LegacyAddedTokens.Required(settings, "sep_token", "</s>", vocabulary, added));

    private static Template GptTemplate(
        TokenizerSettings settings, Vocabulary vocabulary, IReadOnlyList<AddedTokens.AddedToken> added)
    {
        if (!settings.Config["add_bos_token"].Flag(defaultValue: false)) return Template.None;
        var bos = LegacyAddedTokens.Required(settings, "bos_token", "<|endoftext|>", vocabulary, added);
        return Template.Around(bos, after: null, secondTypeId: 1);
    }
}
