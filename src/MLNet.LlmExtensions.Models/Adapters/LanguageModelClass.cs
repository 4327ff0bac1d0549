namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>What Hugging Face's class for language modelling is called for a kind of model.</summary>
internal static class LanguageModelClass
{
    /// <summary>The class for a <c>model_type</c>, or null where none is known.</summary>
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
}
