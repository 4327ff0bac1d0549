using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Models.Tests.Adapters;

/// <summary>Which tensors each way of transfer trains, and what they start as.</summary>
public sealed class TrainableTensorTests
{
    private static readonly GraphOptions Options = new() { Normalize = false };

    /// <summary>Every tensor of the base model is trained; heads, buffers and what the graph does not need are not.</summary>
    [Theory]
    [InlineData("bert", new[] { "pooler.dense.weight", "pooler.dense.bias" })]
    [InlineData("bert-mlm-layout", new string[0])]
    [InlineData("roberta", new[] { "pooler.dense.weight", "pooler.dense.bias" })]
    [InlineData("gpt2", new string[0])]
    [InlineData("gpt2-lmhead", new string[0])]
    [InlineData("biogpt", new string[0])]
    [InlineData("llama", new string[0])]
    [InlineData("llama-f16", new string[0])]
    [InlineData("mistral", new string[0])]
    [InlineData("qwen2", new string[0])]
    [InlineData("gemma", new string[0])]
    public void Full_training_takes_every_parameter(string name, string[] unused)
    {
        var model = Model(name);
        var graph = TransferGraph.Build(model, Options, new TransferConfiguration { Method = TransferMethod.Full }, AdapterPlacement.Initializers);
        var expected = model.Files.Checkpoint!.Tensors.Values.Select(tensor => tensor.Tensor)
            .Where(tensor => tensor.Type is SafetensorsType.F32 or SafetensorsType.F16 or SafetensorsType.BF16)
            .Where(tensor => !tensor.Name.StartsWith("cls.", StringComparison.Ordinal) && !tensor.Name.StartsWith("lm_head", StringComparison.Ordinal))
            .Where(tensor => !tensor.Name.EndsWith(".attn.bias", StringComparison.Ordinal) && !tensor.Name.EndsWith("masked_bias", StringComparison.Ordinal))
            .Where(tensor => !tensor.Name.Contains("pooler", StringComparison.Ordinal) && !unused.Contains(tensor.Name))
            .Select(tensor => tensor.Name).Order(StringComparer.Ordinal);
        Assert.Equal(expected, graph.Trainable.Select(tensor => tensor.Name).Order(StringComparer.Ordinal));
        Assert.All(graph.Trainable, tensor => Assert.Equal(TensorInitialization.FromGraph, tensor.Initialization));
    }

    [Theory]
    [InlineData("bert", 1, new[] { "encoder.layer.2." })]
    [InlineData("bert", 2, new[] { "encoder.layer.1.", "encoder.layer.2." })]
    [InlineData("roberta", 1, new[] { "encoder.layer.1." })]
    [InlineData("gpt2", 1, new[] { "h.1.", "ln_f." })]
    [InlineData("gpt2-lmhead", 1, new[] { "transformer.h.1.", "transformer.ln_f." })]
    [InlineData("biogpt", 1, new[] { "biogpt.layers.1.", "biogpt.layer_norm." })]
    [InlineData("llama", 2, new[] { "model.layers.1.", "model.layers.2.", "model.norm." })]
    [InlineData("llama-bf16", 1, new[] { "model.layers.2.", "model.norm." })]
    public void Last_layers_are_those_with_everything_behind_them(string name, int count, string[] prefixes)
    {
        var model = Model(name);
        var trained = Names(model, Options, count);
        var all = TransferGraph.Build(model, Options, new TransferConfiguration { Method = TransferMethod.Full }, AdapterPlacement.Initializers).Trainable;
        Assert.All(prefixes, prefix => Assert.Contains(all, tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal)));
        Assert.Equal(
            all.Select(tensor => tensor.Name).Where(tensor => prefixes.Any(prefix => tensor.StartsWith(prefix, StringComparison.Ordinal))).Order(StringComparer.Ordinal),
            trained);
    }

    [Fact]
    public void Last_layers_include_the_pooler_where_it_is_used()
    {
        var names = Names(Model("bert"), new GraphOptions { Pooling = PoolingMode.Pooler, Normalize = false }, 1);
        Assert.Contains("pooler.dense.weight", names);
        Assert.Contains("pooler.dense.bias", names);
        Assert.DoesNotContain(names, name => name.StartsWith("embeddings", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void More_layers_than_there_are_cannot_be_trained(int count)
    {
        var error = Assert.Throws<ArgumentException>(() => Names(Model("bert"), Options, count));
        Assert.Contains("has 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Head_training_takes_nothing_of_the_model()
    {
        using var tiny = new TinyModel();
        Assert.Empty(TransferGraph.Build(tiny.Open(), Options, new TransferConfiguration { Method = TransferMethod.Head }, AdapterPlacement.Initializers).Trainable);
    }

    [Fact]
    public void Adapters_start_as_PEFT_starts_them()
    {
        using var tiny = new TinyModel();
        var graph = TransferGraph.Build(
            tiny.Open(), Options, new TransferConfiguration { Lora = new LoraConfiguration { Rank = 4, UseDora = true } }, AdapterPlacement.Initializers);
        Assert.Equal(3 * 12, graph.Trainable.Count);
        foreach (var tensor in graph.Trainable)
        {
            if (tensor.Name.EndsWith("lora_A.weight", StringComparison.Ordinal))
            {
                // Kaiming uniform with a = √5: a bound of √(6 / ((1 + a²) · in)).
                Assert.Equal(TensorInitialization.Uniform, tensor.Initialization);
                Assert.Equal(Math.Sqrt(6 / ((1 + 5.0) * tensor.Shape[1])), tensor.InitializationScale, 1e-6);
                Assert.True(tensor.Decays);
            }
            else if (tensor.Name.EndsWith("lora_B.weight", StringComparison.Ordinal))
            {
                Assert.Equal(TensorInitialization.Zeros, tensor.Initialization);
                Assert.True(tensor.Decays);
            }
            else
            {
                Assert.EndsWith("lora_magnitude_vector", tensor.Name, StringComparison.Ordinal);
                Assert.Equal(TensorInitialization.FromGraph, tensor.Initialization);
                Assert.False(tensor.Decays);
                var values = GraphValuesOf(graph, tensor);
                using var file = SafetensorsFile.Open(tiny.File("model.safetensors"));
                var weight = file.GetElements<float>(tensor.Name.Replace("lora_magnitude_vector", "weight", StringComparison.Ordinal)).ToArray();
                var norms = weight.Chunk(weight.Length / values.Length).Select(row => Math.Sqrt(row.Sum(value => (double)value * value)));
                Assert.All(norms.Zip(values), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
            }
        }

        Assert.Equal(graph.Trainable.Count, graph.Trainable.Select(tensor => tensor.Name).Distinct().Count());
    }

    [Fact]
    public void Weights_decay_and_biases_and_norms_do_not()
    {
        using var tiny = new TinyModel();
        var graph = TransferGraph.Build(tiny.Open(), Options, new TransferConfiguration { Method = TransferMethod.Full }, AdapterPlacement.Initializers);
        Assert.All(graph.Trainable, tensor => Assert.Equal(
            !tensor.Name.EndsWith(".bias", StringComparison.Ordinal) && !tensor.Name.Contains("LayerNorm", StringComparison.Ordinal), tensor.Decays));
    }

    [Fact]
    public void Prefixes_start_small_and_normal()
    {
        using var tiny = new TinyModel();
        var graph = TransferGraph.Build(
            tiny.Open(), Options, new TransferConfiguration { Method = TransferMethod.Prefix, PrefixLength = 64 }, AdapterPlacement.Initializers);
        Assert.Equal(["prefix.0.key", "prefix.0.value", "prefix.1.key", "prefix.1.value"], graph.Trainable.Select(tensor => tensor.Name));
        Assert.All(graph.Trainable, tensor => Assert.Equal([64, 16], tensor.Shape));
        Assert.All(graph.Trainable, tensor => Assert.Equal((TensorInitialization.Normal, 0.02f), (tensor.Initialization, tensor.InitializationScale)));
        Assert.Throws<ArgumentException>(() => TransferGraph.Build(
            tiny.Open(), Options, new TransferConfiguration { Method = TransferMethod.Prefix, PrefixLength = 0 }, AdapterPlacement.Initializers));
    }

    [Theory]
    [InlineData(AdapterBias.None, 0)]
    [InlineData(AdapterBias.LoraOnly, 2)]
    [InlineData(AdapterBias.All, 2 * 8 + 1)]
    public void Biases_are_trained_as_asked(AdapterBias bias, int count)
    {
        using var tiny = new TinyModel();
        var graph = TransferGraph.Build(
            tiny.Open(),
            Options,
            new TransferConfiguration { Lora = new LoraConfiguration { Rank = 1, TargetModules = ["query"], Bias = bias } },
            AdapterPlacement.Initializers);
        Assert.Equal(count, graph.Trainable.Count(tensor => tensor.Name.EndsWith(".bias", StringComparison.Ordinal)));
    }

    [Fact]
    public void Saved_modules_must_exist_and_the_head_need_not()
    {
        using var tiny = new TinyModel();
        var configuration = new TransferConfiguration { Lora = new LoraConfiguration { Rank = 1, ModulesToSave = ["classifier", "nowhere"] } };
        var error = Assert.Throws<ArgumentException>(() => TransferGraph.Build(tiny.Open(), Options, configuration, AdapterPlacement.Initializers));
        Assert.Contains("'nowhere'", error.Message, StringComparison.Ordinal);
        configuration = configuration with { Lora = configuration.Lora with { ModulesToSave = ["classifier", "score"] } };
        Assert.Equal(24, TransferGraph.Build(tiny.Open(), Options, configuration, AdapterPlacement.Initializers).Trainable.Count);
    }

    [Fact]
    public void Saved_modules_are_trained_with_everything_inside_them()
    {
        using var tiny = new TinyModel();
        var configuration = new TransferConfiguration { Lora = new LoraConfiguration { Rank = 1, TargetModules = ["query"], ModulesToSave = ["encoder.layer.1.output", "embeddings"] } };
        var trained = TransferGraph.Build(tiny.Open(), Options, configuration, AdapterPlacement.Initializers).Trainable
            .Select(tensor => tensor.Name).Where(name => !name.Contains("lora", StringComparison.Ordinal)).ToArray();
        foreach (var name in new[] { "encoder.layer.1.output.dense.weight", "encoder.layer.1.output.LayerNorm.bias", "embeddings.word_embeddings.weight", "embeddings.LayerNorm.weight" })
            Assert.Contains(name, trained);
        Assert.All(trained, name => Assert.True(name.StartsWith("encoder.layer.1.output.", StringComparison.Ordinal) || name.StartsWith("embeddings.", StringComparison.Ordinal), name));
    }

    [Fact]
    public void Values_of_other_names_or_shapes_are_refused()
    {
        using var tiny = new TinyModel();
        var graph = TransferGraph.Build(tiny.Open(), Options, new TransferConfiguration { Lora = new LoraConfiguration { Rank = 2, TargetModules = ["query"] } }, AdapterPlacement.Initializers);
        var name = graph.Trainable[0].Name;
        Assert.Contains("'x'", Assert.Throws<InvalidDataException>(() => graph.WithValues(One("x", 2, 16))).Message, StringComparison.Ordinal);
        Assert.Contains("[3, 16]", Assert.Throws<InvalidDataException>(() => graph.WithValues(One(name, 3, 16))).Message, StringComparison.Ordinal);
        Assert.Equal(graph.Model.Proto.Graph.Node.Count, graph.WithValues(One(name, 2, 16)).Proto.Graph.Node.Count);

        static Dictionary<string, DenseTensor> One(string name, long rows, long columns) =>
            new() { [name] = new DenseTensor([rows, columns], new float[rows * columns]) };
    }

    [Fact]
    public void Dropout_stands_before_the_adapters_of_a_training_graph_only()
    {
        using var tiny = new TinyModel();
        var configuration = new TransferConfiguration { Lora = new LoraConfiguration { Rank = 2, Dropout = 0.25 } };
        Assert.Equal(12, Dropouts(configuration, AdapterPlacement.Initializers));
        Assert.Equal(0, Dropouts(configuration, AdapterPlacement.OverridableInputs));
        Assert.Equal(0, Dropouts(configuration with { Lora = configuration.Lora with { Dropout = 0 } }, AdapterPlacement.Initializers));

        int Dropouts(TransferConfiguration what, AdapterPlacement placement) =>
            TransferGraph.Build(tiny.Open(), Options, what, placement).Model.Proto.Graph.Node.Count(node => node.OpType == "Dropout");
    }

    internal static float[] GraphValuesOf(TransferGraph graph, TrainableTensor tensor)
    {
        var values = new float[tensor.Count];
        using var data = new TensorData(graph.Model.ExternalDataFolder, graph.Source);
        data.CopyFloats(graph.Model.Proto.Graph.Initializer.Single(initializer => initializer.Name == tensor.Name), 0, values);
        return values;
    }

    private static string[] Names(LanguageModel model, GraphOptions options, int count) =>
        [.. TransferGraph.Build(model, options, new TransferConfiguration { Method = TransferMethod.LastLayers, LastLayers = count }, AdapterPlacement.Initializers)
            .Trainable.Select(tensor => tensor.Name).Order(StringComparer.Ordinal)];

    private static LanguageModel Model(string name) => LanguageModel.FromPretrained(SharedData.PathTo($"reference/checkpoints/{name}"));
}
