using System.Text.Json.Nodes;
using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Tokenization.Decoders;
using MLNet.LlmExtensions.Models.Tokenization.Models;
using MLNet.LlmExtensions.Models.Tokenization.Normalizers;
using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.PostProcessors;
using MLNet.LlmExtensions.Models.Tokenization.PreTokenizers;
using MLNet.LlmExtensions.Models.Tokenization.Training.Learning;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.Training.Kinds;

/// <summary>GPT-2's kind.</summary>
internal sealed class ByteLevelBpeKind(ByteLevelBpeTrainingOptions options) : TokenizerKind(options)
{
    private const string MergesVersion = "#version: 0.2";

    public override TextNormalizer? Normalizer => null;

    public override TextPreTokenizer PreTokenizer { get; } =
        new ByteLevelPreTokenizer(options.AddPrefixSpace, useRegex: true);

    public override IReadOnlyList<(string Role, string Token)> Roles { get; } =
    [
        ("bos_token", options.EndOfTextToken),
        ("eos_token", options.EndOfTextToken),
        ("unk_token", options.EndOfTextToken),
        .. options.PadToken is { } pad ? [("pad_token", pad)] : ((string, string)[])[],
    ];

    public override IEnumerable<int> InitialAlphabet => ByteLevelAlphabet.All.ToArray().Select(character => (int)character);

    public override int? LimitAlphabet => null;

    public override string ContinuationPrefix => "";

    public override string TokenizerClass => "GPT2Tokenizer";

    public override void DescribeComponents(JsonObject json, LearnedVocabulary learned)
    {
        json["normalizer"] = null;
        json["pre_tokenizer"] = ByteLevel(options.AddPrefixSpace, trimOffsets: true);
        json["post_processor"] = ByteLevel(addPrefixSpace: true, trimOffsets: false);
        json["decoder"] = ByteLevel(addPrefixSpace: true, trimOffsets: true);
        json["model"] = new JsonObject
        {
            ["type"] = "BPE",
            ["dropout"] = null,
            ["unk_token"] = null,
            ["continuing_subword_prefix"] = "",
            ["end_of_word_suffix"] = "",
            ["fuse_unk"] = false,
            ["byte_fallback"] = false,
            ["ignore_merges"] = false,
            ["vocab"] = DescribeVocabulary(learned),
            // As texts, which every version reads; versions before 0.20 do not know pairs.
            ["merges"] = new JsonArray([.. Merges(learned).Select(merge => (JsonNode)merge)]),
        };
    }

    public override void DescribeSettings(JsonObject json)
    {
        json["add_bos_token"] = false;
        json["add_prefix_space"] = options.AddPrefixSpace;
        json["clean_up_tokenization_spaces"] = false; // it would change what decoding gives
        json["errors"] = "replace";
    }

    public override IEnumerable<(string Name, Action<Stream> Write)> VocabularyFiles(LearnedVocabulary learned) =>
    [
        (VocabularyJsonFileName, stream => stream.Write(JsonFile.ToBytes(DescribeVocabulary(learned)))),
        (MergesFileName, Lines(Merges(learned).Prepend(MergesVersion))),
    ];

    protected override TokenizerPipeline CreatePipeline(LearnedVocabulary learned)
    {
        var merges = new MergeTable(learned.Merges.Count);
        for (int rank = 0; rank < learned.Merges.Count; rank++)
        {
            var merge = learned.Merges[rank];
            merges.Set(merge.Left, merge.Right, rank, merge.Merged);
        }

        return new TokenizerPipeline(
            normalizer: null,
            PreTokenizer,
            new BpeModel(learned.Vocabulary, merges, new BpeOptions()),
            Template.None,
            new ByteLevelDecoder(),
            AddedTokens(learned));
    }

    private static IEnumerable<string> Merges(LearnedVocabulary learned) =>
        learned.Merges.Select(merge => $"{learned.Tokens[merge.Left]} {learned.Tokens[merge.Right]}");

    private static JsonObject ByteLevel(bool addPrefixSpace, bool trimOffsets) => new()
    {
        ["type"] = "ByteLevel",
        ["add_prefix_space"] = addPrefixSpace,
        ["trim_offsets"] = trimOffsets,
        ["use_regex"] = true,
    };
}
