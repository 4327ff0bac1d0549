namespace MLNet.LlmExtensions.Models;

/// <summary>
/// How a model wants its texts embedded: pooling, normalisation, prompts and length. Read from the sentence-transformers
/// files of the model's folder where they exist, otherwise from the model's kind.
/// </summary>
public sealed record EmbeddingSettings
{
    /// <summary>
    /// The pooling of the token vectors. Without a pooling file: <see cref="PoolingMode.Mean"/> for encoders and
    /// <see cref="PoolingMode.LastToken"/> for decoders.
    /// </summary>
    public required PoolingMode Pooling { get; init; }

    /// <summary>Whether vectors are scaled to L2 norm 1. <see langword="false"/> unless <c>modules.json</c> lists a Normalize module.</summary>
    public bool Normalize { get; init; }

    /// <summary>The longest input in tokens, special tokens included.</summary>
    public required int MaximumLength { get; init; }

    /// <summary>How many leading components of the vector to keep (<c>truncate_dim</c>), or <see langword="null"/> for all.</summary>
    public int? Dimensions { get; init; }

    /// <summary>Whether texts are lower-cased before tokenisation (<c>do_lower_case</c> of <c>sentence_bert_config.json</c>).</summary>
    public bool LowerCase { get; init; }

    /// <summary>
    /// Whether the tokens of a prompt take part in pooling (<c>include_prompt</c>). Models such as INSTRUCTOR say no, which
    /// the graph cannot do: embedding with a prompt is then refused.
    /// </summary>
    public bool IncludePrompt { get; init; } = true;

    /// <summary>Prompts by name, for example <c>query</c> → <c>"query: "</c>. A prompt is put in front of the text as it is.</summary>
    public IReadOnlyDictionary<string, string> Prompts { get; init; } = new Dictionary<string, string>();

    /// <summary>The name of the prompt that is used when none is asked for, or <see langword="null"/>.</summary>
    public string? DefaultPromptName { get; init; }

    /// <summary>Dense layers between pooling and normalisation, in order.</summary>
    internal IReadOnlyList<Checkpoints.DenseModule> DenseModules { get; init; } = [];
}
