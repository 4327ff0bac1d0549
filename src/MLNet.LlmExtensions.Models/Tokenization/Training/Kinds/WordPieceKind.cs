using System.Text.Json.Nodes;
using MLNet.LlmExtensions.Models.Tokenization.Decoders;
using MLNet.LlmExtensions.Models.Tokenization.Models;
using MLNet.LlmExtensions.Models.Tokenization.Normalizers;
using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.PostProcessors;
using MLNet.LlmExtensions.Models.Tokenization.PreTokenizers;
using MLNet.LlmExtensions.Models.Tokenization.Training.Learning;

namespace MLNet.LlmExtensions.Models.Tokenization.Training.Kinds;

/// <summary>BERT's kind.</summary>
internal sealed class WordPieceKind(WordPieceTrainingOptions options) : TokenizerKind(options)
{
    private const string UsualPrefix = "##";
    private const int LongestWord = 100;

    public override TextNormalizer Normalizer { get; } = new BertTextNormalizer(
        options.CleanText,
        options.TokenizeChineseCharacters,
        options.StripAccents ?? options.LowerCase,
        options.LowerCase);

    public override TextPreTokenizer PreTokenizer { get; } = new BertPreTokenizer();

    public override IReadOnlyList<(string Role, string Token)> Roles { get; } =
    [
        ("pad_token", options.PadToken),
        ("unk_token", options.UnknownToken),
        ("cls_token", options.ClsToken),
        ("sep_token", options.SepToken),
        ("mask_token", options.MaskToken),
    ];

    public override IEnumerable<int> InitialAlphabet => options.InitialAlphabet.EnumerateRunes().Select(rune => rune.Value);

    public override int? LimitAlphabet => options.LimitAlphabet;

    public override string ContinuationPrefix => options.ContinuingSubwordPrefix;

    public override string TokenizerClass => "BertTokenizer";

    public override void DescribeComponents(JsonObject json, LearnedVocabulary learned)
    {
        json["normalizer"] = new JsonObject
        {
            ["type"] = "BertNormalizer",
            ["clean_text"] = options.CleanText,
            ["handle_chinese_chars"] = options.TokenizeChineseCharacters,
            ["strip_accents"] = options.StripAccents,
            ["lowercase"] = options.LowerCase,
        };
        json["pre_tokenizer"] = new JsonObject { ["type"] = "BertPreTokenizer" };
        json["post_processor"] = DescribeTemplate(learned);
        json["decoder"] = new JsonObject { ["type"] = "WordPiece", ["prefix"] = ContinuationPrefix, ["cleanup"] = true };
        json["model"] = new JsonObject
        {
            ["type"] = "WordPiece",
            ["unk_token"] = options.UnknownToken,
            ["continuing_subword_prefix"] = ContinuationPrefix,
            ["max_input_chars_per_word"] = LongestWord,
            ["vocab"] = DescribeVocabulary(learned),
        };
    }

    public override void DescribeSettings(JsonObject json)
    {
        json["clean_up_tokenization_spaces"] = true;
        json["do_lower_case"] = options.LowerCase;
        json["strip_accents"] = options.StripAccents;
        json["tokenize_chinese_chars"] = options.TokenizeChineseCharacters;
    }

    public override IEnumerable<(string Name, Action<Stream> Write)> VocabularyFiles(LearnedVocabulary learned) =>
        options.CleanText && ContinuationPrefix == UsualPrefix ? [(VocabularyTextFileName, Lines(learned.Tokens))] : [];

    protected override TokenizerPipeline CreatePipeline(LearnedVocabulary learned) => new(
        Normalizer,
        PreTokenizer,
        new WordPieceModel(learned.Vocabulary, learned.IdOf(options.UnknownToken), ContinuationPrefix, LongestWord),
        Template.Bert(
            (options.ClsToken, learned.IdOf(options.ClsToken)),
            (options.SepToken, learned.IdOf(options.SepToken))),
        new WordPieceDecoder(ContinuationPrefix, cleanUp: true),
        AddedTokens(learned));

    private JsonObject DescribeTemplate(LearnedVocabulary learned) => new()
    {
        ["type"] = "TemplateProcessing",
        ["single"] = new JsonArray(Special(options.ClsToken, 0), Text("A", 0), Special(options.SepToken, 0)),
        ["pair"] = new JsonArray(
            Special(options.ClsToken, 0),
            Text("A", 0),
            Special(options.SepToken, 0),
            Text("B", 1),
            Special(options.SepToken, 1)),
        ["special_tokens"] = new JsonObject
        {
            [options.ClsToken] = SpecialIds(options.ClsToken, learned),
            [options.SepToken] = SpecialIds(options.SepToken, learned),
        },
    };

    private static JsonObject Text(string id, int typeId) =>
        new() { ["Sequence"] = new JsonObject { ["id"] = id, ["type_id"] = typeId } };

    private static JsonObject Special(string token, int typeId) =>
        new() { ["SpecialToken"] = new JsonObject { ["id"] = token, ["type_id"] = typeId } };

    private static JsonObject SpecialIds(string token, LearnedVocabulary learned) =>
        new() { ["id"] = token, ["ids"] = new JsonArray(learned.IdOf(token)), ["tokens"] = new JsonArray(token) };
}
