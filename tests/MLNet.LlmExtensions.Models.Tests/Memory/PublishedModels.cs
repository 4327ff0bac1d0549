namespace MLNet.LlmExtensions.Models.Tests.Memory;

/// <summary>Configurations of published models, as far as their sizes go.</summary>
internal static class PublishedModels
{
    private static readonly Dictionary<string, string> Configurations = new(StringComparer.Ordinal)
    {
        ["bert-base-uncased"] = """{"model_type":"bert","vocab_size":30522,"hidden_size":768,"num_hidden_layers":12,"num_attention_heads":12,"intermediate_size":3072,"max_position_embeddings":512,"type_vocab_size":2}""",
        ["roberta-base"] = """{"model_type":"roberta","vocab_size":50265,"hidden_size":768,"num_hidden_layers":12,"num_attention_heads":12,"intermediate_size":3072,"max_position_embeddings":514,"type_vocab_size":1,"pad_token_id":1}""",
        ["distilbert-base-uncased"] = """{"model_type":"distilbert","vocab_size":30522,"dim":768,"n_layers":6,"n_heads":12,"hidden_dim":3072,"max_position_embeddings":512}""",
        ["gpt2"] = """{"model_type":"gpt2","vocab_size":50257,"n_embd":768,"n_layer":12,"n_head":12,"n_positions":1024}""",
        ["biogpt"] = """{"model_type":"biogpt","vocab_size":42384,"hidden_size":1024,"num_hidden_layers":24,"num_attention_heads":16,"intermediate_size":4096,"max_position_embeddings":1024}""",
        ["llama-7b"] = """{"model_type":"llama","vocab_size":32000,"hidden_size":4096,"num_hidden_layers":32,"num_attention_heads":32,"intermediate_size":11008,"max_position_embeddings":2048}""",
        ["mistral-7b"] = """{"model_type":"mistral","vocab_size":32000,"hidden_size":4096,"num_hidden_layers":32,"num_attention_heads":32,"num_key_value_heads":8,"intermediate_size":14336,"max_position_embeddings":32768,"sliding_window":4096}""",
        ["qwen2-0.5b"] = """{"model_type":"qwen2","vocab_size":151936,"hidden_size":896,"num_hidden_layers":24,"num_attention_heads":14,"num_key_value_heads":2,"intermediate_size":4864,"max_position_embeddings":131072,"tie_word_embeddings":true}""",
        ["gemma-2b"] = """{"model_type":"gemma","vocab_size":256000,"hidden_size":2048,"num_hidden_layers":18,"num_attention_heads":8,"num_key_value_heads":1,"head_dim":256,"intermediate_size":16384,"max_position_embeddings":8192}""",
    };

    public static ModelConfiguration Read(string name)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, Configurations[name]);
            return ModelConfiguration.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
