using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EncoderTraining.Model;
using EncoderTraining.Tokenizer;

namespace EncoderTraining.Export;

/// <summary>
/// Writes an encoder as a folder that transformers and sentence-transformers read: configuration, weights (F16),
/// tokenizer, and mean pooling followed by normalisation.
/// </summary>
internal static class ModelFolder
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // the vocabulary stays readable
    };

    public static void Write(string folder, BertEncoder encoder, WordPieceVocabulary vocabulary)
    {
        Directory.CreateDirectory(Path.Combine(folder, "1_Pooling"));
        Directory.CreateDirectory(Path.Combine(folder, "2_Normalize"));
        var shape = encoder.Shape;
        Safetensors.Write(Path.Combine(folder, "model.safetensors"), BertWeights.Of(encoder), half: true);
        vocabulary.Write(Path.Combine(folder, "vocab.txt"));
        WriteJson(folder, "config.json", Configuration(shape));
        WriteJson(folder, "tokenizer.json", Tokenizer(vocabulary));
        WriteJson(folder, "tokenizer_config.json", TokenizerConfiguration(shape));
        WriteJson(folder, "special_tokens_map.json", SpecialTokenNames());
        WriteSentenceTransformersFiles(folder, shape);
    }

    private static JsonObject Configuration(EncoderShape shape) => new()
    {
        ["architectures"] = new JsonArray("BertModel"),
        ["attention_probs_dropout_prob"] = 0.1,
        ["hidden_act"] = "gelu",
        ["hidden_dropout_prob"] = 0.1,
        ["hidden_size"] = shape.HiddenSize,
        ["initializer_range"] = TokenEmbedding.InitialDeviation,
        ["intermediate_size"] = shape.IntermediateSize,
        ["layer_norm_eps"] = 1e-12,
        ["max_position_embeddings"] = shape.MaximumPositions,
        ["model_type"] = "bert",
        ["num_attention_heads"] = shape.HeadCount,
        ["num_hidden_layers"] = shape.LayerCount,
        ["pad_token_id"] = 0,
        ["position_embedding_type"] = "absolute",
        ["torch_dtype"] = "float32", // to compute in; the file's F16 only saves space
        ["type_vocab_size"] = 2,
        ["vocab_size"] = shape.VocabularySize,
    };

    private static JsonObject Tokenizer(WordPieceVocabulary vocabulary)
    {
        var vocab = new JsonObject();
        foreach (var (id, token) in vocabulary.Tokens.Index())
            vocab[token] = id;
        static JsonObject Special(string token, int type) =>
            new() { ["SpecialToken"] = new JsonObject { ["id"] = token, ["type_id"] = type } };
        static JsonObject Sequence(string id, int type) =>
            new() { ["Sequence"] = new JsonObject { ["id"] = id, ["type_id"] = type } };
        static JsonObject Definition(string token, int id) =>
            new() { ["id"] = token, ["ids"] = new JsonArray(id), ["tokens"] = new JsonArray(token) };
        return new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = new JsonArray([.. WordPieceVocabulary.SpecialTokens.Index().Select(
                t => (JsonNode)AddedToken(t.Item, t.Index))]),
            ["normalizer"] = new JsonObject
            {
                ["type"] = "BertNormalizer",
                ["clean_text"] = true,
                ["handle_chinese_chars"] = true,
                ["strip_accents"] = null,
                ["lowercase"] = true,
            },
            ["pre_tokenizer"] = new JsonObject { ["type"] = "BertPreTokenizer" },
            ["post_processor"] = new JsonObject
            {
                ["type"] = "TemplateProcessing",
                ["single"] = new JsonArray(Special("[CLS]", 0), Sequence("A", 0), Special("[SEP]", 0)),
                ["pair"] = new JsonArray(Special("[CLS]", 0), Sequence("A", 0), Special("[SEP]", 0),
                    Sequence("B", 1), Special("[SEP]", 1)),
                ["special_tokens"] = new JsonObject
                {
                    ["[CLS]"] = Definition("[CLS]", WordPieceVocabulary.ClsId),
                    ["[SEP]"] = Definition("[SEP]", WordPieceVocabulary.SepId),
                },
            },
            ["decoder"] = new JsonObject
            {
                ["type"] = "WordPiece", ["prefix"] = WordPieceVocabulary.ContinuationPrefix, ["cleanup"] = true,
            },
            ["model"] = new JsonObject
            {
                ["type"] = "WordPiece",
                ["unk_token"] = "[UNK]",
                ["continuing_subword_prefix"] = WordPieceVocabulary.ContinuationPrefix,
                ["max_input_chars_per_word"] = WordPieceEncoder.MaximumWordLength,
                ["vocab"] = vocab,
            },
        };
    }

    private static JsonObject AddedToken(string token, int? id)
    {
        var result = new JsonObject();
        if (id is not null)
            result["id"] = id;
        result["content"] = token;
        foreach (var flag in (string[])["single_word", "lstrip", "rstrip", "normalized"])
            result[flag] = false;
        result["special"] = true;
        return result;
    }

    private static JsonObject TokenizerConfiguration(EncoderShape shape)
    {
        var result = new JsonObject
        {
            ["added_tokens_decoder"] = new JsonObject(WordPieceVocabulary.SpecialTokens.Index().Select(t =>
                KeyValuePair.Create(t.Index.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    (JsonNode?)AddedToken(t.Item, null)))),
            ["clean_up_tokenization_spaces"] = true,
            ["do_lower_case"] = true,
            ["model_max_length"] = shape.MaximumPositions,
            ["strip_accents"] = null,
            ["tokenize_chinese_chars"] = true,
            ["tokenizer_class"] = "BertTokenizer",
        };
        foreach (var (name, token) in SpecialTokenNames())
            result[name] = token!.DeepClone();
        return result;
    }

    private static JsonObject SpecialTokenNames() => new()
    {
        ["cls_token"] = "[CLS]",
        ["mask_token"] = "[MASK]",
        ["pad_token"] = "[PAD]",
        ["sep_token"] = "[SEP]",
        ["unk_token"] = "[UNK]",
    };

    private static void WriteSentenceTransformersFiles(string folder, EncoderShape shape)
    {
        string[] modules = ["Transformer", "Pooling", "Normalize"];
        WriteJson(folder, "modules.json", new JsonArray([.. modules.Index().Select(m => (JsonNode)new JsonObject
        {
            ["idx"] = m.Index,
            ["name"] = $"{m.Index}",
            ["path"] = m.Index == 0 ? "" : $"{m.Index}_{m.Item}",
            ["type"] = $"sentence_transformers.models.{m.Item}",
        })]));
        WriteJson(folder, "1_Pooling/config.json", new JsonObject
        {
            ["word_embedding_dimension"] = shape.HiddenSize,
            ["pooling_mode_cls_token"] = false,
            ["pooling_mode_mean_tokens"] = true,
            ["pooling_mode_max_tokens"] = false,
            ["pooling_mode_mean_sqrt_len_tokens"] = false,
            ["pooling_mode_weightedmean_tokens"] = false,
            ["pooling_mode_lasttoken"] = false,
            ["include_prompt"] = true,
        });
        // Git keeps no empty folders, and the module has no settings.
        WriteJson(folder, "2_Normalize/config.json", new JsonObject());
        WriteJson(folder, "sentence_bert_config.json", new JsonObject
        {
            ["max_seq_length"] = shape.MaximumPositions, ["do_lower_case"] = false, // the tokenizer does it
        });
        WriteJson(folder, "config_sentence_transformers.json", new JsonObject
        {
            ["prompts"] = new JsonObject(), ["default_prompt_name"] = null, ["similarity_fn_name"] = "cosine",
        });
    }

    private static void WriteJson(string folder, string name, JsonNode content) =>
        File.WriteAllText(Path.Combine(folder, name), content.ToJsonString(Indented) + "\n");
}
