using MLNet.LlmExtensions.Models.Tokenization.AddedTokens;
using MLNet.LlmExtensions.Models.Tokenization.Models;

namespace MLNet.LlmExtensions.Models.Tokenization.Files;

/// <summary>
/// What <c>tokenizer_config.json</c>, <c>special_tokens_map.json</c> and <c>config.json</c> say about a tokenizer.
/// </summary>
internal sealed class TokenizerSettings
{
    private const double LargestMaximumLength = 10_000_000; // beyond it the number is a placeholder, such as 1e30

    private static readonly string[] Roles =
        ["unk_token", "bos_token", "eos_token", "sep_token", "pad_token", "cls_token", "mask_token"];

    private readonly JsonValue _specialTokensMap;

    private TokenizerSettings(string folder)
    {
        Folder = folder;
        Config = JsonValue.ReadOptional(Path.Combine(folder, "tokenizer_config.json"));
        _specialTokensMap = JsonValue.ReadOptional(Path.Combine(folder, "special_tokens_map.json"));
        ModelConfig = JsonValue.ReadOptional(Path.Combine(folder, "config.json"));
    }

    /// <summary>The folder that the files lie in.</summary>
    public string Folder { get; }

    /// <summary>The content of <c>tokenizer_config.json</c>.</summary>
    public JsonValue Config { get; }

    /// <summary>The content of <c>config.json</c>.</summary>
    public JsonValue ModelConfig { get; }

    public static TokenizerSettings Read(string folder) => new(folder);

    /// <summary>
    /// The name of the tokenizer's class without "Fast", or what the model's type stands for; null where neither is known.
    /// </summary>
    public string? TokenizerClass
    {
        get
        {
            string name = Config["tokenizer_class"].Text("");
            const string fast = "Fast";
            if (name.EndsWith(fast, StringComparison.Ordinal)) name = name[..^fast.Length];
            if (name.Length > 0 && name != "PreTrainedTokenizer") return name;
            return ClassOfModelType(ModelConfig["model_type"].Text(""));
        }
    }

    /// <summary>The longest input, or null where there is no sensible number.</summary>
    public int? MaximumLength
    {
        get
        {
            var value = Config["model_max_length"];
            if (!value.IsNumber) return null;
            double number = value.Number();
            return number is >= 1 and <= LargestMaximumLength ? (int)number : null;
        }
    }

    /// <summary>The text of the token that plays a part, such as <c>pad_token</c>, or null.</summary>
    public string? RoleToken(string role) => Content(Config[role]) ?? Content(_specialTokensMap[role]);

    /// <summary>The tokens that <c>added_tokens_decoder</c> lists, with their ids.</summary>
    public IEnumerable<AddedToken> AddedTokens()
    {
        var list = Config["added_tokens_decoder"];
        if (!list.Exists) yield break;
        foreach (var (key, value) in list.Members())
        {
            if (!int.TryParse(key, out int id) || id is < 0 or > Vocabulary.LargestId)
                throw list.Invalid($"has the key '{key}', which is not a token id");
            yield return AddedTokenReader.Read(value, id);
        }
    }

    /// <summary>The tokens that play a part, as their objects describe them or with the usual properties.</summary>
    public IEnumerable<(string Role, string Content, JsonValue Description)> RoleTokens()
    {
        foreach (string role in Roles)
        {
            if (RoleToken(role) is not { } content) continue;
            var description = _specialTokensMap[role].IsObject ? _specialTokensMap[role] : Config[role];
            yield return (role, content, description);
        }
    }

    private static string? Content(JsonValue token)
    {
        if (!token.Exists) return null;
        return token.IsObject ? token["content"].Text() : token.Text();
    }

    private static string? ClassOfModelType(string modelType) => modelType switch
    {
        "bert" => "BertTokenizer",
        "distilbert" => "DistilBertTokenizer",
        "electra" => "ElectraTokenizer",
        "mpnet" => "MPNetTokenizer",
        "roberta" => "RobertaTokenizer",
        "gpt2" => "GPT2Tokenizer",
        "qwen2" => "Qwen2Tokenizer",
        "biogpt" => "BioGptTokenizer",
        "llama" or "mistral" => "LlamaTokenizer",
        "gemma" => "GemmaTokenizer",
        "t5" => "T5Tokenizer",
        "xlm-roberta" => "XLMRobertaTokenizer",
        _ => null,
    };
}
