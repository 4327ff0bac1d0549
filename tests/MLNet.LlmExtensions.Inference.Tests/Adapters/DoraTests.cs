using MLNet.LlmExtensions.Inference.Tests.Goldens;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Inference.Tests.Adapters;

/// <summary>
/// DoRA, trained biases and saved modules against a model whose weights the test computes itself, straight from the paper:
/// W' = m · (W + s·B·A) / ‖W + s·B·A‖, a norm for each output.
/// </summary>
public sealed class DoraTests
{
    private static readonly GraphOptions HiddenState = new() { Output = GraphOutput.LastHiddenState };

    public static TheoryData<string, bool> Cases => new()
    {
        { "bert", false },
        { "gpt2", false },
        { "gpt2", true },
        { "llama", true },
        { "biogpt", false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_way_gives_what_the_paper_says(string name, bool useRsLora)
    {
        using var folder = new TemporaryFolder();
        using var golden = new GoldenFile(name);
        var model = AdapterFixtures.Model(name);
        var configuration = new TransferConfiguration
        {
            Lora = new LoraConfiguration { Rank = 3, Alpha = 5, UseDora = true, UseRsLora = useRsLora, Bias = AdapterBias.LoraOnly },
        };
        var graph = TransferGraph.Build(model, HiddenState, configuration, AdapterPlacement.Initializers);
        var tensors = AdapterFixtures.RandomTensors(graph, seed: 3);
        var expected = Path.Combine(folder.Path, "expected");
        WriteExpected(model, graph, tensors, configuration.Lora, expected);
        using var reference = new GraphRunner(LanguageModel.FromPretrained(expected).BuildGraph(HiddenState));

        using var trained = new GraphRunner(graph.WithValues(tensors));
        var classifier = AdapterFixtures.Classifier(model, configuration, tensors);
        var served = TransferGraph.Build(model, HiddenState, configuration with { Lora = configuration.Lora with { Rank = 8 } }, AdapterPlacement.OverridableInputs);
        var inputs = ServingInputs.Of(served, classifier);
        using var fed = new GraphRunner(served.Model);
        MergedCheckpoint.Save(model, classifier, folder.File("merged"));
        using var checkpoint = new GraphRunner(LanguageModel.FromPretrained(folder.File("merged")).BuildGraph(HiddenState));
        MergedGraph.Save(model, classifier.ToAdapter(), folder.File("model.onnx"), HiddenState);
        using var onnx = new GraphRunner(OnnxModel.Read(folder.File("model.onnx")));

        foreach (var batchName in new[] { "b0", "b2" })
        {
            var batch = golden.Batch(batchName);
            var wanted = reference.Run(batch);
            GoldenAssert.EqualAtTokens(wanted, trained.Run(batch), batch, "initializers");
            GoldenAssert.EqualAtTokens(wanted, fed.Run(batch, inputs), batch, "inputs");
            GoldenAssert.EqualAtTokens(wanted, checkpoint.Run(batch), batch, "merged checkpoint");
            GoldenAssert.EqualAtTokens(wanted, onnx.Run(batch), batch, "merged graph");
            Assert.True(GoldenAssert.Cosine(golden.Floats(batchName + ".last_hidden_state"), wanted) < 0.999, "The adapter changes too little to test anything.");
        }
    }

    [Fact]
    public void Saved_modules_and_all_biases_are_part_of_every_way()
    {
        using var folder = new TemporaryFolder();
        using var golden = new GoldenFile("bert");
        var model = AdapterFixtures.Model("bert");
        var options = new GraphOptions { Pooling = PoolingMode.Pooler, Normalize = false };
        var configuration = new TransferConfiguration
        {
            Lora = new LoraConfiguration
            {
                Rank = 2, TargetModules = ["query", "output.dense"], Bias = AdapterBias.All, ModulesToSave = ["pooler.dense", "embeddings.LayerNorm", "classifier"],
            },
        };
        var graph = TransferGraph.Build(model, options, configuration, AdapterPlacement.Initializers);
        Assert.Contains(graph.Trainable, tensor => tensor.Name == "pooler.dense.weight");
        Assert.Contains(graph.Trainable, tensor => tensor.Name == "embeddings.LayerNorm.weight");
        Assert.Contains(graph.Trainable, tensor => tensor.Name == "encoder.layer.1.output.LayerNorm.bias");
        var tensors = AdapterFixtures.RandomTensors(graph, seed: 8);
        var expected = Path.Combine(folder.Path, "expected");
        WriteExpected(model, graph, tensors, configuration.Lora, expected);
        using var reference = new GraphRunner(LanguageModel.FromPretrained(expected).BuildGraph(options));
        var wanted = reference.Run(golden.Batch("b2"));

        using var trained = new GraphRunner(graph.WithValues(tensors));
        GoldenAssert.Equal(wanted, trained.Run(golden.Batch("b2")), "initializers", 1e-4f);
        var classifier = AdapterFixtures.Classifier(model, configuration, tensors, PoolingMode.Pooler);
        var served = TransferGraph.Build(model, options, configuration, AdapterPlacement.OverridableInputs);
        using var fed = new GraphRunner(served.Model);
        GoldenAssert.Equal(wanted, fed.Run(golden.Batch("b2"), ServingInputs.Of(served, classifier)), "inputs", 1e-4f);

        // And through PEFT's files.
        classifier.ToAdapter().Save(folder.File("adapter"));
        var binding = AdapterBinding.Bind(LoraAdapter.Load(folder.File("adapter")), model, options);
        using var loaded = new GraphRunner(TransferGraph.Build(model, options, binding.Transfer, AdapterPlacement.Initializers).WithValues(binding.Tensors));
        GoldenAssert.Equal(wanted, loaded.Run(golden.Batch("b2")), "PEFT", 1e-4f);
    }

    /// <summary>Writes the base model with other weights, computed in double precision, element by element.</summary>
    private static void WriteExpected(
        LanguageModel model, TransferGraph graph, IReadOnlyDictionary<string, DenseTensor> tensors, LoraConfiguration configuration, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(model.Folder).Where(file => !file.EndsWith(".safetensors", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        using var source = SafetensorsFile.Open(Path.Combine(model.Folder, "model.safetensors"));
        var writer = new SafetensorsWriter();
        foreach (var tensor in source.Tensors.Values)
        {
            if (tensor.Type != SafetensorsType.F32)
            {
                writer.Add(tensor.Name, tensor.Type, tensor.Shape, source.GetBytes(tensor.Name).ToArray());
                continue;
            }

            var values = source.GetElements<float>(tensor.Name).ToArray();
            if (tensors.TryGetValue(tensor.Name, out var whole))
                values = whole.Values;
            if (graph.Adapted.FirstOrDefault(layer => layer.Weight.Name == tensor.Name) is { } adapted)
                values = Adapt(adapted.Module, values, [.. tensor.Shape]);
            writer.Add(tensor.Name, tensor.Shape, values);
        }

        writer.Save(Path.Combine(folder, "model.safetensors"));

        float[] Adapt(string module, float[] weight, long[] shape)
        {
            var a = tensors[$"{module}.lora_A.weight"];
            var b = tensors[$"{module}.lora_B.weight"];
            var isConv = model.Configuration.ModelType == "gpt2";
            var (outputs, inputs) = isConv ? (shape[1], shape[0]) : (shape[0], shape[1]);
            var rank = a.Shape[0];
            var scale = configuration.UseRsLora ? configuration.Alpha / Math.Sqrt(rank) : configuration.Alpha / rank;
            var result = new float[weight.Length];
            for (var o = 0; o < outputs; o++)
            {
                var row = new double[inputs];
                for (var i = 0; i < inputs; i++)
                {
                    row[i] = weight[isConv ? (i * outputs) + o : (o * inputs) + i];
                    for (var r = 0; r < rank; r++)
                        row[i] += scale * b.Values[(o * rank) + r] * a.Values[(r * inputs) + i];
                }

                var factor = configuration.UseDora
                    ? tensors[$"{module}.lora_magnitude_vector"].Values[o] / Math.Sqrt(row.Sum(value => value * value))
                    : 1;
                for (var i = 0; i < inputs; i++)
                    result[isConv ? (i * outputs) + o : (o * inputs) + i] = (float)(row[i] * factor);
            }

            return result;
        }
    }
}
