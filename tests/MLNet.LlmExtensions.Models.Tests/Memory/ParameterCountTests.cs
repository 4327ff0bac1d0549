using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Memory;

namespace MLNet.LlmExtensions.Models.Tests.Memory;

/// <summary>Counts against the numbers that the models' authors and PEFT's <c>print_trainable_parameters</c> give.</summary>
public sealed class ParameterCountTests
{
    [Theory]
    [InlineData("bert-base-uncased", 109_482_240 - 590_592)] // without the pooler, which mean pooling does not load
    [InlineData("roberta-base", 124_645_632 - 590_592)]
    [InlineData("distilbert-base-uncased", 66_362_880)]
    [InlineData("gpt2", 124_439_808)]
    [InlineData("biogpt", 346_763_264)]
    [InlineData("llama-7b", 6_738_415_616 - 131_072_000)] // without the output head
    [InlineData("mistral-7b", 7_241_732_096 - 131_072_000)]
    [InlineData("qwen2-0.5b", 494_032_768)] // the head is tied
    [InlineData("gemma-2b", 2_506_172_416)]
    public void Parameters_are_counted_from_the_configuration_alone(string model, long expected) =>
        Assert.Equal(expected, LanguageModelMemory.Estimate(PublishedModels.Read(model), new EmbeddingMemoryOptions()).Parameters);

    [Theory]
    [InlineData("bert-base-uncased", 8, "query,value", 294_912)]
    [InlineData("llama-7b", 8, "q_proj,v_proj", 4_194_304)]
    [InlineData("llama-7b", 16, "all-linear", 39_976_960)]
    [InlineData("gpt2", 8, "c_attn", 294_912)]
    public void Adapters_are_counted(string model, int rank, string targets, long expected)
    {
        var options = Options(new LoraConfiguration { Rank = rank, TargetModules = targets.Split(',') });
        Assert.Equal(expected + Head(model), LanguageModelMemory.Estimate(PublishedModels.Read(model), options).TrainableParameters);
    }

    [Fact]
    public void Magnitudes_of_dora_are_counted_without_weights_to_start_from()
    {
        var lora = new LoraConfiguration { TargetModules = ["query", "value"] };
        var model = PublishedModels.Read("bert-base-uncased");
        var plain = LanguageModelMemory.Estimate(model, Options(lora)).TrainableParameters;
        Assert.Equal(plain + (12 * 2 * 768), LanguageModelMemory.Estimate(model, Options(lora with { UseDora = true })).TrainableParameters);
    }

    [Theory]
    [InlineData(TransferMethod.Head, 0)]
    [InlineData(TransferMethod.LastLayers, 2 * 7_087_872)]
    [InlineData(TransferMethod.Full, 109_482_240 - 590_592)]
    [InlineData(TransferMethod.Prefix, 12 * 2 * 16 * 768)]
    public void Trained_parameters_of_each_way_are_counted(TransferMethod method, long expected)
    {
        var options = new TrainingMemoryOptions { Transfer = new TransferConfiguration { Method = method, LastLayers = 2, PrefixLength = 16 } };
        var estimate = LanguageModelMemory.Estimate(PublishedModels.Read("bert-base-uncased"), options);
        Assert.Equal(expected + Head("bert-base-uncased"), estimate.TrainableParameters);
    }

    private static long Head(string model) => 2L * (PublishedModels.Read(model).HiddenSize + 1);

    private static TrainingMemoryOptions Options(LoraConfiguration lora) => new() { Transfer = new TransferConfiguration { Lora = lora } };
}
