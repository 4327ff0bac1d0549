using System.Text.Json.Nodes;
using MLNet.LlmExtensions.Models.Tokenization.AddedTokens;
using MLNet.LlmExtensions.Models.Tokenization.Normalizers;
using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.PreTokenizers;
using MLNet.LlmExtensions.Models.Tokenization.Training.Learning;

namespace MLNet.LlmExtensions.Models.Tokenization.Training.Kinds;

/// <summary>
/// All that makes up a kind of tokenizer but for its vocabulary: how it reads texts, what training starts from, and how Hugging
/// Face's files describe it. Immutable and thread-safe.
/// </summary>
internal abstract class TokenizerKind(TokenizerTrainingOptions options)
{
    protected const string VocabularyTextFileName = "vocab.txt";
    protected const string VocabularyJsonFileName = "vocab.json";
    protected const string MergesFileName = "merges.txt";

    /// <summary>The older files in which some kind keeps its vocabulary.</summary>
    public static IReadOnlyList<string> VocabularyFileNames { get; } =
        [VocabularyTextFileName, VocabularyJsonFileName, MergesFileName];

    public abstract TextNormalizer? Normalizer { get; }

    public abstract TextPreTokenizer PreTokenizer { get; }

    /// <summary>The special tokens that play a part, such as <c>pad_token</c>, in the order of their ids.</summary>
    public abstract IReadOnlyList<(string Role, string Token)> Roles { get; }

    /// <summary>All special tokens, in the order of their ids.</summary>
    public IEnumerable<string> SpecialTokens =>
        Roles.Select(role => role.Token).Concat(AdditionalSpecialTokens).Distinct(StringComparer.Ordinal);

    public IReadOnlyList<string> AdditionalSpecialTokens { get; } = [.. options.AdditionalSpecialTokens];

    public int? ModelMaximumLength { get; } = options.ModelMaximumLength;

    /// <summary>Code points that get a token in any case.</summary>
    public abstract IEnumerable<int> InitialAlphabet { get; }

    /// <summary>How many code points get a token, or null for all.</summary>
    public abstract int? LimitAlphabet { get; }

    /// <summary>What tokens begin with that do not begin a word; empty for nothing.</summary>
    public abstract string ContinuationPrefix { get; }

    /// <summary>The value of <c>tokenizer_class</c>.</summary>
    public abstract string TokenizerClass { get; }

    public TextTokenizer CreateTokenizer(LearnedVocabulary learned)
    {
        int? Id(string role) => Roles.Where(entry => entry.Role == role)
            .Select(entry => (int?)learned.IdOf(entry.Token)).FirstOrDefault();

        var special = new SpecialTokenIds
        {
            Pad = Id("pad_token"),
            Bos = Id("bos_token"),
            Eos = Id("eos_token"),
            Cls = Id("cls_token"),
            Sep = Id("sep_token"),
            Mask = Id("mask_token"),
            Unknown = Id("unk_token"),
        };
        return new TextTokenizer(CreatePipeline(learned), special, ModelMaximumLength);
    }

    /// <summary>The special tokens as they are found in texts.</summary>
    public IReadOnlyList<AddedToken> AddedTokens(LearnedVocabulary learned) =>
    [
        .. SpecialTokens.Select(token => new AddedToken { Content = token, Id = learned.IdOf(token), Special = true }),
    ];

    /// <summary>Adds the components to an object of <c>tokenizer.json</c>.</summary>
    public abstract void DescribeComponents(JsonObject json, LearnedVocabulary learned);

    /// <summary>Adds what only this kind has to an object of <c>tokenizer_config.json</c>.</summary>
    public abstract void DescribeSettings(JsonObject json);

    /// <summary>The older files of the vocabulary; none where they could not say all.</summary>
    public abstract IEnumerable<(string Name, Action<Stream> Write)> VocabularyFiles(LearnedVocabulary learned);

    protected abstract TokenizerPipeline CreatePipeline(LearnedVocabulary learned);

    /// <summary>The vocabulary as an object of texts and ids.</summary>
    protected static JsonObject DescribeVocabulary(LearnedVocabulary learned) =>
        new(learned.Tokens.Select((token, id) => KeyValuePair.Create(token, (JsonNode?)id)));

    /// <summary>Writes lines that end as on Linux, whatever the system.</summary>
    protected static Action<Stream> Lines(IEnumerable<string> lines) => stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        foreach (string line in lines) writer.WriteLine(line);
    };
}
