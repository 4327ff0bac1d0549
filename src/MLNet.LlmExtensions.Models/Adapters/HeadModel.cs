namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>What Hugging Face's class for sequence classification is called for a kind of model, and how it names its parts.</summary>
/// <param name="Architecture">The class.</param>
/// <param name="Prefix">What stands before the names of the model inside it.</param>
/// <param name="Head">The name of its output layer.</param>
internal sealed record HeadModel(string Architecture, string Prefix, string Head)
{
    private static readonly Dictionary<string, HeadModel> Known = new(StringComparer.Ordinal)
    {
        ["bert"] = new("BertForSequenceClassification", "bert.", "classifier"),
        ["roberta"] = new("RobertaForSequenceClassification", "roberta.", "classifier"),
        ["xlm-roberta"] = new("XLMRobertaForSequenceClassification", "roberta.", "classifier"),
        ["camembert"] = new("CamembertForSequenceClassification", "roberta.", "classifier"),
        ["distilbert"] = new("DistilBertForSequenceClassification", "distilbert.", "classifier"),
        ["gpt2"] = new("GPT2ForSequenceClassification", "transformer.", "score"),
        ["biogpt"] = new("BioGptForSequenceClassification", "biogpt.", "score"),
        ["llama"] = new("LlamaForSequenceClassification", "model.", "score"),
        ["mistral"] = new("MistralForSequenceClassification", "model.", "score"),
        ["qwen2"] = new("Qwen2ForSequenceClassification", "model.", "score"),
        ["gemma"] = new("GemmaForSequenceClassification", "model.", "score"),
    };

    /// <summary>The class for a <c>model_type</c>; for an unknown one the names that most have.</summary>
    public static HeadModel Of(string? modelType) =>
        modelType is not null && Known.TryGetValue(modelType, out var known) ? known : new HeadModel("", "", "classifier");

    /// <summary>What has to be put before a checkpoint's names to get those of the class: nothing where they have it.</summary>
    public string MissingPrefix(IEnumerable<string> names) =>
        Prefix.Length == 0 || names.Any(name => name.StartsWith(Prefix, StringComparison.Ordinal) && !name.StartsWith("transformer.layer.", StringComparison.Ordinal)) ? "" : Prefix;
}
