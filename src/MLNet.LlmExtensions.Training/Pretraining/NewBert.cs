using System.Text.Json.Nodes;
using MLNet.LlmExtensions.Models.Tokenization;

namespace MLNet.LlmExtensions.Training;

/// <summary>
/// A new encoder of the kind of BERT (<see href="https://arxiv.org/abs/1810.04805"/>), with the head that predicts masked tokens and
/// without a pooler. Weights begin as normal numbers of mean 0, biases as 0, norms as 1.
/// </summary>
public sealed record NewBert : NewModelConfiguration
{
    internal override string ModelType => "bert";

    internal override string Prefix => "bert.";

    internal override JsonObject Fields(TextTokenizer tokenizer, int vocabulary) => new()
    {
        ["hidden_size"] = HiddenSize,
        ["num_hidden_layers"] = LayerCount,
        ["num_attention_heads"] = HeadCount,
        ["intermediate_size"] = Intermediate,
        ["hidden_act"] = "gelu",
        ["max_position_embeddings"] = MaximumPositions,
        ["type_vocab_size"] = 2,
        ["vocab_size"] = vocabulary,
        ["layer_norm_eps"] = 1e-12,
        ["hidden_dropout_prob"] = 0.1,
        ["attention_probs_dropout_prob"] = 0.1,
        ["initializer_range"] = InitializerRange,
        ["position_embedding_type"] = "absolute",
        ["pad_token_id"] = tokenizer.PadTokenId ?? 0,
        ["tie_word_embeddings"] = true,
    };
}
