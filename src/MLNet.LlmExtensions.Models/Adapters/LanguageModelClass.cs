namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>What Hugging Face's classes are called for a kind of model.</summary>
internal static class LanguageModelClass
{
    /// <summary>The class for language modelling for a <c>model_type</c>, or null where none is known.</summary>
    public static string? Of(string modelType) => modelType switch
    {
        "bert" => "BertForMaskedLM",
        "roberta" => "RobertaForMaskedLM",
        "xlm-roberta" => "XLMRobertaForMaskedLM",
        "camembert" => "CamembertForMaskedLM",
        "distilbert" => "DistilBertForMaskedLM",
        "gpt2" => "GPT2LMHeadModel",
        "biogpt" => "BioGptForCausalLM",
        "llama" => "LlamaForCausalLM",
        "mistral" => "MistralForCausalLM",
        "qwen2" => "Qwen2ForCausalLM",
        "gemma" => "GemmaForCausalLM",
        _ => null,
    };

    /// <summary>The class of the model without a head, or null where none is known.</summary>
    public static string? WithoutHead(string modelType) => modelType switch
    {
        "bert" => "BertModel",
        "roberta" => "RobertaModel",
        "xlm-roberta" => "XLMRobertaModel",
        "camembert" => "CamembertModel",
        "distilbert" => "DistilBertModel",
        "gpt2" => "GPT2Model",
        "biogpt" => "BioGptModel",
        "llama" => "LlamaModel",
        "mistral" => "MistralModel",
        "qwen2" => "Qwen2Model",
        "gemma" => "GemmaModel",
        _ => null,
    };
}
