namespace MLNet.LlmExtensions.Inference.Tests.Goldens;

/// <summary>The reference checkpoints and the file with the numbers each must give.</summary>
internal static class ReferenceCheckpoints
{
    public static TheoryData<string, string> All { get; } = new()
    {
        { "bert", "bert" },
        { "bert-sharded", "bert" },
        { "bert-mlm-layout", "bert" },
        { "roberta", "roberta" },
        { "distilbert", "distilbert" },
        { "gpt2", "gpt2" },
        { "gpt2-lmhead", "gpt2" },
        { "biogpt", "biogpt" },
        { "llama", "llama" },
        { "llama-bf16", "llama-bf16" },
        { "llama-f16", "llama-f16" },
        { "llama31", "llama31" },
        { "mistral", "mistral" },
        { "qwen2", "qwen2" },
        { "gemma", "gemma" },
    };

    public static TheoryData<string, string> Decoders { get; } =
        new(All.Where(row => row.Data.Item1 is not ("roberta" or "distilbert") && !row.Data.Item1.StartsWith("bert", StringComparison.Ordinal)));
}
