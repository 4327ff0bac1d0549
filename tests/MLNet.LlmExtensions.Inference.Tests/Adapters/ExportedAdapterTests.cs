using Google.Protobuf;
using MLNet.LlmExtensions.Inference.Tests.Goldens;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;
using Onnx;
using System.Runtime.InteropServices;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Inference.Tests.Adapters;

/// <summary>
/// Adapters on graphs as PyTorch's exporter writes them: weights transposed in advance and named by a number, nodes named
/// by the module's path with slashes.
/// </summary>
public sealed class ExportedAdapterTests
{
    private static readonly GraphOptions HiddenState = new() { Output = GraphOutput.LastHiddenState };

    [Theory]
    [InlineData("bert")]
    [InlineData("llama")]
    [InlineData("biogpt")]
    [InlineData("gpt2")]
    public void Adapter_finds_its_modules_in_an_export(string name)
    {
        using var folder = new TemporaryFolder();
        using var file = new GoldenFile($"{name}-adapted", "lora");
        var model = Export(name, folder.Path);
        var binding = AdapterBinding.Bind(AdapterFixtures.Adapter($"{name}-adapter"), model, HiddenState);
        using var trained = new GraphRunner(
            TransferGraph.Build(model, HiddenState, binding.Transfer, AdapterPlacement.Initializers).WithValues(binding.Tensors));
        var served = TransferGraph.Build(model, HiddenState, new TransferConfiguration(), AdapterPlacement.OverridableInputs);
        using var fed = new GraphRunner(served.Model);
        var inputs = ServingInputs.Of(served, AdapterFixtures.Classifier(model, binding.Transfer, binding.Tensors));
        MergedGraph.Save(model, AdapterFixtures.Adapter($"{name}-adapter"), folder.File("merged.onnx"), HiddenState);
        using var merged = new GraphRunner(OnnxModel.Read(folder.File("merged.onnx")));
        foreach (var batchName in file.Batches)
        {
            var batch = file.Batch(batchName);
            var expected = file.Floats(batchName + ".last_hidden_state");
            GoldenAssert.EqualAtTokens(expected, trained.Run(batch), batch, batchName);
            GoldenAssert.EqualAtTokens(expected, fed.Run(batch, inputs), batch, batchName);
            GoldenAssert.EqualAtTokens(expected, merged.Run(batch), batch, batchName);
        }
    }

    [Fact]
    public void Magnitudes_of_transposed_weights_are_those_of_the_checkpoint()
    {
        using var folder = new TemporaryFolder();
        var configuration = new TransferConfiguration { Lora = new LoraConfiguration { UseDora = true, Rank = 2 } };
        var exported = TransferGraph.Build(Export("bert", folder.Path), HiddenState, configuration, AdapterPlacement.Initializers);
        var built = TransferGraph.Build(AdapterFixtures.Model("bert"), HiddenState, configuration, AdapterPlacement.Initializers);
        Assert.Equal(built.Trainable.Select(tensor => tensor.Name).Order(), exported.Trainable.Select(tensor => tensor.Name).Order());
        foreach (var tensor in built.Trainable.Where(tensor => tensor.Name.EndsWith("magnitude_vector", StringComparison.Ordinal)))
            GoldenAssert.Equal(Start(built, tensor.Name), Start(exported, tensor.Name), tensor.Name);
    }

    [Fact]
    public void Last_layers_and_prefixes_work_on_an_export()
    {
        using var folder = new TemporaryFolder();
        using var golden = new GoldenFile("bert");
        var model = Export("bert", folder.Path);
        var configuration = new TransferConfiguration { Method = TransferMethod.LastLayers, LastLayers = 1 };
        var exported = TransferGraph.Build(model, HiddenState, configuration, AdapterPlacement.Initializers);
        var built = TransferGraph.Build(AdapterFixtures.Model("bert"), HiddenState, configuration, AdapterPlacement.Initializers);
        Assert.Equal(built.Trainable.Sum(tensor => tensor.Count), exported.Trainable.Sum(tensor => tensor.Count));

        configuration = new TransferConfiguration { Method = TransferMethod.Prefix, PrefixLength = 4 };
        exported = TransferGraph.Build(model, HiddenState, configuration, AdapterPlacement.Initializers);
        built = TransferGraph.Build(AdapterFixtures.Model("bert"), HiddenState, configuration, AdapterPlacement.Initializers);
        var tensors = AdapterFixtures.RandomTensors(built, seed: 2, scale: 1);
        using var expected = new GraphRunner(built.WithValues(tensors));
        using var actual = new GraphRunner(exported.WithValues(tensors));
        var batch = golden.Batch("b2");
        GoldenAssert.EqualAtTokens(expected.Run(batch), actual.Run(batch), batch, "prefix");
    }

    [Fact]
    public void Adapters_stand_beside_products_of_half_precision()
    {
        using var folder = new TemporaryFolder();
        WriteHalf(folder.File("model.onnx"), DataType.Float16);
        var model = LanguageModel.FromPretrained(folder.Path);
        var configuration = new TransferConfiguration { Lora = new LoraConfiguration { Rank = 1, Alpha = 1, TargetModules = ["dense"] } };
        var graph = TransferGraph.Build(model, new GraphOptions { Pooling = PoolingMode.Cls, Normalize = false }, configuration, AdapterPlacement.Initializers);
        Assert.Equal(["encoder.dense"], graph.Adapted.Select(layer => layer.Module));
        var tensors = new Dictionary<string, DenseTensor>
        {
            ["encoder.dense.lora_A.weight"] = new([1, 2], [1, 2]),
            ["encoder.dense.lora_B.weight"] = new([2, 1], [10, 0]),
        };
        using var runner = new GraphRunner(graph.WithValues(tensors));

        // Token 1 is (1, 1); the weight doubles; the adapter adds 10 · (1 + 2) to the first component.
        Assert.Equal([32f, 2f], runner.Run(new TokenBatch(1, 1, [1], [1], [0])));
    }

    private static float[] Start(TransferGraph graph, string name) =>
        AdapterFixtures.ValuesNearStart(graph, graph.Trainable.Single(tensor => tensor.Name == name), new Random(1), scale: 0);

    /// <summary>Writes a checkpoint's graph as an export would look, and opens its folder.</summary>
    private static LanguageModel Export(string name, string folder)
    {
        var checkpoint = AdapterFixtures.Model(name);
        var model = checkpoint.BuildGraph(HiddenState);
        model.Save(Path.Combine(folder, "whole.onnx"));
        var proto = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, "whole.onnx")));
        var graph = proto.Graph;
        var initializers = graph.Initializer.ToDictionary(tensor => tensor.Name);
        var transposed = graph.Node.Where(node => node.OpType == "Transpose" && initializers.ContainsKey(node.Input[0])).ToDictionary(node => node.Output[0]);
        var number = 100;
        foreach (var product in graph.Node.Where(node => node.OpType == "MatMul"))
        {
            if (transposed.TryGetValue(product.Input[1], out var transpose))
            {
                var weight = initializers[transpose.Input[0]];
                var anonymous = Turned(weight, $"onnx::MatMul_{number++}");
                graph.Initializer.Add(anonymous);
                product.Input[1] = anonymous.Name;
                product.Name = "/" + weight.Name[..^".weight".Length].Replace('.', '/').Replace("layer/", "layer.").Replace("layers/", "layers.") + "/MatMul";
            }
        }

        GraphCleanup.RemoveUnused(graph);
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), proto.ToByteArray());
        File.Delete(Path.Combine(folder, "whole.onnx"));
        File.Copy(Path.Combine(checkpoint.Folder, "config.json"), Path.Combine(folder, "config.json"));
        return LanguageModel.FromPretrained(folder);
    }

    private static TensorProto Turned(TensorProto weight, string name)
    {
        var values = MemoryMarshal.Cast<byte, float>(weight.RawData.Span).ToArray();
        var (rows, columns) = ((int)weight.Dims[0], (int)weight.Dims[1]);
        var turned = Enumerable.Range(0, columns).SelectMany(column => Enumerable.Range(0, rows).Select(row => values[(row * columns) + column])).ToArray();
        return GraphTensors.Floats(name, [columns, rows], turned);
    }

    /// <summary>embedding → cast to half → product with a half-precision weight that a Constant node holds → cast back.</summary>
    private static void WriteHalf(string path, DataType type)
    {
        var model = GraphBuilder.NewModel("export");
        var graph = new GraphBuilder(model.Graph);
        graph.Input("input_ids", DataType.Int64, "batch", "sequence");
        var words = graph.Initializer(GraphTensors.Floats("words.weight", [2, 2], [0, 0, 1, 1]));
        var half = graph.Cast(graph.Gather(words, "input_ids"), type);
        var bytes = new byte[8];
        FloatConversion.Narrow([2, 0, 0, 2], type, bytes);
        var constant = graph.Node("Constant", [], GraphBuilder.Attribute("value", new TensorProto { DataType = (int)type, Dims = { 2, 2 }, RawData = ByteString.CopyFrom(bytes) }));
        model.Graph.Node.Add(new NodeProto { Name = "/encoder/dense/MatMul", OpType = "MatMul", Input = { half, constant }, Output = { "product" } });
        graph.Output(graph.Cast("product", DataType.Float), "last_hidden_state", "batch", "sequence", "2");
        File.WriteAllBytes(path, model.ToByteArray());
    }
}
