using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Models.Memory;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Models.Tests.Memory;

public sealed class EstimateTests
{
    private static readonly ModelConfiguration Bert = PublishedModels.Read("bert-base-uncased");
    private static readonly ModelConfiguration Llama = PublishedModels.Read("llama-7b");

    [Fact]
    public void Folder_and_its_configuration_alone_give_the_same()
    {
        using var folder = new TemporaryFolder();
        TinyBert.Create(folder.Path, hidden: 32, layers: 3);
        var model = LanguageModel.FromPretrained(folder.Path);
        var configuration = ModelConfiguration.Read(folder.File("config.json"));
        var options = new TrainingMemoryOptions { Rows = 3, Length = 20 };
        var expected = LanguageModelMemory.Estimate(model, options);
        Assert.Equal(expected.Total, LanguageModelMemory.Estimate(configuration, options).Total);
        Assert.Equal(expected.Parameters, model.BuildGraph().Proto.Graph.Initializer.Where(tensor => tensor.Dims.Count > 0 && tensor.Name.Contains('.', StringComparison.Ordinal))
            .Sum(tensor => tensor.Dims.Aggregate(1L, (product, size) => product * size)));
    }

    [Fact]
    public void Weights_of_seven_billion_parameters_take_what_their_bits_say()
    {
        Assert.InRange(Weights(FrozenWeightPrecision.Float32) / 6.607e9, 3.999, 4.001);
        Assert.InRange(Weights(FrozenWeightPrecision.BFloat16) / 6.607e9, 1.999, 2.001);
        Assert.InRange(Weights(FrozenWeightPrecision.Int8) / 6.607e9, 1.0, 1.03); // the token table stays in 16 bits
        Assert.InRange(Weights(FrozenWeightPrecision.Nf4) / 6.607e9, 0.5625, 0.6); // 4 bits, and 32 for each 64 weights

        static double Weights(FrozenWeightPrecision precision) =>
            LanguageModelMemory.Estimate(Llama, new TrainingMemoryOptions { FrozenWeights = precision }).Weights;
    }

    [Fact]
    public void Seven_billion_parameters_through_lora_in_16_bits_fit_24_gigabytes()
    {
        var estimate = LanguageModelMemory.Estimate(Llama, new TrainingMemoryOptions
        {
            Precision = TrainingPrecision.BFloat16, FrozenWeights = FrozenWeightPrecision.BFloat16, GradientCheckpointing = true, Rows = 4, Length = 512, Cuda = true,
        });
        Assert.InRange(estimate.Total, 14e9, 24e9);
        estimate.EnsureFits(24_000_000_000);
    }

    [Fact]
    public void Every_part_of_full_training_is_what_adamw_keeps()
    {
        var options = new TrainingMemoryOptions { Transfer = new TransferConfiguration { Method = TransferMethod.Full }, KeepBest = false };
        var estimate = LanguageModelMemory.Estimate(Bert, options);
        Assert.Equal(0, estimate.Weights);
        Assert.Equal(4 * estimate.TrainableParameters, estimate.Trained);
        Assert.Equal(4 * estimate.TrainableParameters, estimate.Gradients);
        Assert.Equal(8 * estimate.TrainableParameters, estimate.OptimizerState);
        Assert.Equal(8 * estimate.TrainableParameters, LanguageModelMemory.Estimate(Bert, options with { KeepBest = true }).Trained);
    }

    [Fact]
    public void Parts_add_up_to_the_total()
    {
        foreach (var estimate in new[]
        {
            LanguageModelMemory.Estimate(Llama, new TrainingMemoryOptions()),
            LanguageModelMemory.Estimate(Bert, new EmbeddingMemoryOptions()),
        })
        {
            Assert.Equal(estimate.Total, estimate.Parts.Sum(part => part.Bytes));
            Assert.All(estimate.Parts, part => Assert.True(part.Bytes > 0));
        }
    }

    [Fact]
    public void Layers_before_the_first_trained_one_keep_nothing()
    {
        Assert.True(Kept(1) * 5 < Kept(6));
        Assert.True(Kept(6) < Kept(12));
        var head = new TrainingMemoryOptions { Transfer = new TransferConfiguration { Method = TransferMethod.Head } };
        Assert.True(LanguageModelMemory.Estimate(Bert, head).Activations * 3 < Kept(1));

        static long Kept(int layers) => LanguageModelMemory.Estimate(Bert, new TrainingMemoryOptions
        {
            Transfer = new TransferConfiguration { Method = TransferMethod.LastLayers, LastLayers = layers },
        }).Activations;
    }

    [Fact]
    public void Each_saving_saves()
    {
        var plain = new TrainingMemoryOptions { Rows = 8, Length = 256 };
        var total = Total(plain);
        Assert.True(Total(plain with { GradientCheckpointing = true }) < total);
        Assert.True(Total(plain with { Precision = TrainingPrecision.BFloat16 }) < total);
        Assert.True(Total(plain with { FrozenWeights = FrozenWeightPrecision.BFloat16 }) < total);
        Assert.True(Total(plain with { Rows = 4 }) < total);
        Assert.True(Total(plain with { Length = 128 }) < total);
        Assert.True(Total(plain with { Transfer = new TransferConfiguration { Lora = new LoraConfiguration { Rank = 64 } } }) > total);
        Assert.True(Total(plain with { Transfer = new TransferConfiguration { Method = TransferMethod.Full } }) > total);

        static long Total(TrainingMemoryOptions options) => LanguageModelMemory.Estimate(Llama, options).Total;
    }

    [Fact]
    public void Attention_grows_with_the_square_of_the_length_and_the_rest_with_the_length()
    {
        // Per token, so that only the attention weights grow.
        var slope = Kept(1024) - Kept(512);
        Assert.Equal(slope * 2, Kept(2048) - Kept(1024), 1.0);
        Assert.True(slope > 0);

        static double Kept(int length) =>
            LanguageModelMemory.Estimate(Llama, new TrainingMemoryOptions { Rows = 1, Length = length }).Activations / (double)length;
    }

    [Fact]
    public void Rule_of_thumb_is_written_beside()
    {
        var estimate = LanguageModelMemory.Estimate(Llama, new TrainingMemoryOptions { FrozenWeights = FrozenWeightPrecision.Nf4 });
        Assert.Equal((long)Math.Round(estimate.Parameters * 4 * (4 / 32.0) * 1.2), estimate.RuleOfThumb);
        Assert.Equal(
            (long)Math.Round(estimate.Parameters * 4 * 1.2),
            LanguageModelMemory.Estimate(Llama, new TrainingMemoryOptions()).RuleOfThumb);
    }

    [Fact]
    public void Table_names_every_part_with_its_share()
    {
        var text = LanguageModelMemory.Estimate(Llama, new TrainingMemoryOptions()).ToString();
        foreach (var word in new[] { "weights", "trained parameters", "gradients", "optimiser state", "activations", "workspace", "runtime", "total", "rule of thumb", "6.61 billion", "GB", "%" })
            Assert.Contains(word, text, StringComparison.Ordinal);
        Assert.DoesNotContain("optimiser", LanguageModelMemory.Estimate(Llama, new EmbeddingMemoryOptions()).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_fit_is_refused_with_parts_and_advice()
    {
        var estimate = LanguageModelMemory.Estimate(Llama, new TrainingMemoryOptions { Transfer = new TransferConfiguration { Method = TransferMethod.Full } });
        var error = Assert.Throws<InsufficientMemoryException>(() => estimate.EnsureFits(16_000_000_000));
        foreach (var word in new[] { "16.0 GB", "optimiser state", "gradients", "LoRA", "less with" })
            Assert.Contains(word, error.Message, StringComparison.Ordinal);
        estimate.EnsureFits(estimate.Total);
        Assert.Throws<InsufficientMemoryException>(() => estimate.EnsureFits(estimate.Total - 1));
    }

    [Fact]
    public void Advice_says_which_change_fits()
    {
        var estimate = LanguageModelMemory.Estimate(Llama, new TrainingMemoryOptions());
        var best = estimate.Advice[0];
        Assert.Equal("frozen weights in 4 bits", best.Change);
        var error = Assert.Throws<InsufficientMemoryException>(() => estimate.EnsureFits(best.Total));
        Assert.Contains("4 bits (" + ByteText.OfBytes(best.Total) + ", fits)", error.Message, StringComparison.Ordinal);
        Assert.Equal(estimate.Advice.Order(Comparer<MemoryAdvice>.Create((a, b) => a.Total.CompareTo(b.Total))), estimate.Advice);
        Assert.All(estimate.Advice, advice => Assert.True(advice.Total < estimate.Total));
    }

    [Fact]
    public void Without_a_number_the_machine_decides()
    {
        using var folder = new TemporaryFolder();
        var tiny = LanguageModelMemory.Estimate(LanguageModel.FromPretrained(TinyBert.Create(folder.Path)), new TrainingMemoryOptions { Rows = 1, Length = 8 });
        tiny.EnsureFits();
        var huge = LanguageModelMemory.Estimate(Llama, new TrainingMemoryOptions { Rows = 1_000_000, Length = 2048 });
        Assert.Throws<InsufficientMemoryException>(() => huge.EnsureFits());
    }

    [Fact]
    public void Eight_bits_save_three_quarters_of_the_linear_layers_when_embedding()
    {
        var full = LanguageModelMemory.Estimate(Llama, new EmbeddingMemoryOptions());
        var small = LanguageModelMemory.Estimate(Llama, new EmbeddingMemoryOptions { Precision = WeightPrecision.Int8 });
        Assert.InRange((double)small.Weights / full.Weights, 0.25, 0.28);
    }

    [Theory]
    [InlineData(0, 16, 2, "Rows")]
    [InlineData(1, 0, 2, "Length")]
    [InlineData(1, 16, 0, "Classes")]
    public void Sizes_below_one_are_refused(int rows, int length, int classes, string property)
    {
        var error = Assert.Throws<ArgumentException>("options", () =>
            LanguageModelMemory.Estimate(Bert, new TrainingMemoryOptions { Rows = rows, Length = length, Classes = classes }));
        Assert.Contains(property, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Modules_that_do_not_exist_are_refused_before_anything_is_loaded() =>
        Assert.Throws<ArgumentException>(() => LanguageModelMemory.Estimate(
            Bert, new TrainingMemoryOptions { Transfer = new TransferConfiguration { Lora = new LoraConfiguration { TargetModules = ["q_proj"] } } }));

    [Fact]
    public void Unknown_model_types_are_refused_with_the_known_ones()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("config.json"), """{"model_type":"t5"}""");
        var error = Assert.Throws<NotSupportedException>(() => ModelConfiguration.Read(folder.File("config.json")));
        Assert.Contains("'t5'", error.Message, StringComparison.Ordinal);
        Assert.Contains("llama", error.Message, StringComparison.Ordinal);
        Assert.Contains("llama", Assert.Throws<NotSupportedException>(() =>
            LanguageModelMemory.Estimate(Bert with { ModelType = "t5" }, new EmbeddingMemoryOptions())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_given_by_hand_do_without_a_file()
    {
        var configuration = new ModelConfiguration
        {
            ModelType = "llama", HiddenSize = 4096, LayerCount = 32, HeadCount = 32, KeyValueHeadCount = 32, HeadDimension = 128,
            IntermediateSize = 11008, VocabularySize = 32000, MaximumPositions = 2048, IsDecoder = true,
        };
        var options = new TrainingMemoryOptions();
        Assert.Equal(LanguageModelMemory.Estimate(Llama, options).Total, LanguageModelMemory.Estimate(configuration, options).Total);
    }
}
