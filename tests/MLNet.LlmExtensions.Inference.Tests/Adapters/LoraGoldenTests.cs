using MLNet.LlmExtensions.Inference.Tests.Goldens;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Inference.Tests.Adapters;

/// <summary>Adapters that were trained elsewhere give the reference's numbers in ONNX Runtime.</summary>
public sealed class LoraGoldenTests
{
    private static readonly GraphOptions HiddenState = new() { Output = GraphOutput.LastHiddenState };

    public static TheoryData<string> Models => ["bert", "llama", "biogpt", "gpt2"];

    [Theory]
    [MemberData(nameof(Models))]
    public void Adapter_as_part_of_the_graph_equals_the_reference(string name)
    {
        using var file = new GoldenFile($"{name}-adapted", "lora");
        var model = Model(name);
        var binding = AdapterBinding.Bind(Adapter($"{name}-adapter"), model, HiddenState);
        var graph = TransferGraph.Build(model, HiddenState, binding.Transfer, AdapterPlacement.Initializers);
        using var runner = new GraphRunner(graph.WithValues(binding.Tensors));
        Compare(file, batch => runner.Run(batch), name);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Adapter_as_inputs_equals_the_reference(string name)
    {
        using var file = new GoldenFile($"{name}-adapted", "lora");
        var model = Model(name);
        var binding = AdapterBinding.Bind(Adapter($"{name}-adapter"), model, HiddenState);

        // One graph for any adapter of the model, whatever layers it is for.
        var graph = TransferGraph.Build(model, HiddenState, new TransferConfiguration(), AdapterPlacement.OverridableInputs);
        var inputs = ServingInputs.Of(graph, Classifier(binding));
        using var runner = new GraphRunner(graph.Model);
        Compare(file, batch => runner.Run(batch, inputs), name);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Without_values_the_graph_computes_the_base_model(string name)
    {
        using var file = new GoldenFile(name);
        foreach (var placement in Enum.GetValues<AdapterPlacement>())
        {
            foreach (var useDora in new[] { false, true })
            {
                var configuration = new TransferConfiguration { Lora = new LoraConfiguration { UseDora = useDora } };
                using var runner = new GraphRunner(TransferGraph.Build(Model(name), HiddenState, configuration, placement).Model);
                Compare(file, batch => runner.Run(batch), $"{name} {placement} {useDora}");
            }
        }
    }

    [Fact]
    public void Rank_stabilised_scaling_equals_the_reference()
    {
        using var variants = new GoldenFile("bert-adapter-variants", "lora");
        using var batches = new GoldenFile("bert-adapted", "lora");
        var model = Model("bert");
        var binding = AdapterBinding.Bind(Adapter("bert-rslora-adapter"), model, HiddenState);
        Assert.True(binding.Configuration.UseRsLora);
        var served = TransferGraph.Build(model, HiddenState, new TransferConfiguration(), AdapterPlacement.OverridableInputs);
        var inputs = ServingInputs.Of(served, Classifier(binding));
        using var withInputs = new GraphRunner(served.Model);
        using var withInitializers = new GraphRunner(
            TransferGraph.Build(model, HiddenState, binding.Transfer, AdapterPlacement.Initializers).WithValues(binding.Tensors));
        foreach (var name in new[] { "b0", "b2" })
        {
            var batch = batches.Batch(name);
            var expected = variants.Floats($"rslora.{name}.last_hidden_state");
            GoldenAssert.EqualAtTokens(expected, withInputs.Run(batch, inputs), batch, name);
            GoldenAssert.EqualAtTokens(expected, withInitializers.Run(batch), batch, name);
        }
    }

    [Fact]
    public void Classifier_that_was_saved_with_an_adapter_gives_the_reference_logits()
    {
        using var variants = new GoldenFile("bert-adapter-variants", "lora");
        using var batches = new GoldenFile("bert-adapted", "lora");
        using var folder = new TemporaryFolder();
        var model = Model("bert");
        var classifier = FineTunedClassifier.FromAdapter(model, Adapter("bert-seqcls-adapter"), pooling: PoolingMode.Pooler);
        Assert.Equal(["LABEL_0", "LABEL_1", "LABEL_2"], classifier.Classes);
        MergedGraph.Save(model, classifier, folder.File("model.onnx"));
        using var runner = new GraphRunner(OnnxModel.Read(folder.File("model.onnx")));
        foreach (var name in new[] { "b0", "b2" })
            GoldenAssert.Equal(variants.Floats($"seqcls.{name}.logits"), runner.Run(batches.Batch(name)), name);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Quantised_products_work_below_adapters(string name)
    {
        using var file = new GoldenFile($"{name}-adapted", "lora");
        var model = Model(name);
        var options = new GraphOptions { Pooling = PoolingMode.Mean, Normalize = false, Precision = WeightPrecision.Int8 };
        var binding = AdapterBinding.Bind(Adapter($"{name}-adapter"), model, options);
        var graph = TransferGraph.Build(model, options, new TransferConfiguration(), AdapterPlacement.OverridableInputs);
        Assert.Contains(graph.Model.Proto.Graph.Node, node => node.OpType == "MatMulInteger");
        using var runner = new GraphRunner(graph.Model);
        var inputs = ServingInputs.Of(graph, Classifier(binding));
        Assert.True(GoldenAssert.Cosine(file.Floats("b2.mean"), runner.Run(file.Batch("b2"), inputs)) > 0.99);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Merged_checkpoint_has_the_reference_weights_and_outputs(string name)
    {
        using var file = new GoldenFile($"{name}-adapted", "lora");
        using var folder = new TemporaryFolder();
        MergedCheckpoint.Save(Model(name), Adapter($"{name}-adapter"), folder.File("merged"));

        var merged = LanguageModel.FromPretrained(folder.File("merged"));
        var weights = merged.Files.Checkpoint!.Tensors;
        using var stored = SafetensorsFile.Open(folder.File("merged/model.safetensors"));
        var expected = file.Names.Where(tensor => tensor.StartsWith("merged.", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(expected);
        foreach (var tensor in expected)
        {
            var key = AdapterResolver.Find(tensor["merged.".Length..], weights.Keys);
            GoldenAssert.Equal(file.Floats(tensor), stored.GetElements<float>(key!), tensor);
        }

        using var runner = new GraphRunner(merged.BuildGraph(HiddenState));
        Compare(file, batch => runner.Run(batch), name);
    }

    [Theory]
    [InlineData("bert", false)]
    [InlineData("bert", true)]
    [InlineData("llama", true)]
    [InlineData("biogpt", false)]
    [InlineData("gpt2", true)]
    public void Merged_graph_is_plain_and_gives_the_reference_outputs(string name, bool useExternalData)
    {
        using var file = new GoldenFile($"{name}-adapted", "lora");
        using var folder = new TemporaryFolder();
        MergedGraph.Save(Model(name), Adapter($"{name}-adapter"), folder.File("model.onnx"), HiddenState, useExternalData);
        var merged = OnnxModel.Read(folder.File("model.onnx"));
        Assert.DoesNotContain(merged.Proto.Graph.Initializer, tensor => tensor.Name.Contains("lora", StringComparison.Ordinal));
        using var runner = new GraphRunner(merged);
        Compare(file, batch => runner.Run(batch), name);
    }

    private static void Compare(GoldenFile file, Func<TokenBatch, float[]> run, string what)
    {
        foreach (var name in file.Batches)
        {
            var batch = file.Batch(name);
            GoldenAssert.EqualAtTokens(file.Floats(name + ".last_hidden_state"), run(batch), batch, $"{what} {name}");
        }
    }

    private static LanguageModel Model(string name) => LanguageModel.FromPretrained(SharedData.PathTo($"reference/checkpoints/{name}"));

    private static LoraAdapter Adapter(string name) => LoraAdapter.Load(SharedData.PathTo($"reference/lora/{name}"));

    /// <summary>A classifier around an adapter whose head is not looked at.</summary>
    private static FineTunedClassifier Classifier(AdapterBinding binding) => new()
    {
        BaseModelFolder = "",
        BaseModelFingerprint = "",
        Configuration = binding.Transfer,
        MaximumLength = 32,
        Classes = ["one"],
        HeadWeight = new DenseTensor([1, 1], [0]),
        HeadBias = new DenseTensor([1], [0]),
        Tensors = binding.Tensors,
    };
}
