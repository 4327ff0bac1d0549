using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;
using Onnx;
using static MLNet.LlmExtensions.Models.Graphs.GraphBuilder;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Tests.Adapters;

public sealed class LinearLayerFinderTests
{
    [Fact]
    public void Layers_of_a_built_graph_have_the_checkpoint_names()
    {
        using var folder = new TemporaryFolder();
        var model = LanguageModel.FromPretrained(TinyBert.Create(folder.Path));
        var layers = LinearLayerFinder.Find(model.BuildGraph().Proto.Graph);
        Assert.Equal(
            ["attention.output.dense", "attention.self.key", "attention.self.query", "attention.self.value", "intermediate.dense", "output.dense"],
            layers.Select(layer => layer.Module).Where(name => name.StartsWith("encoder.layer.0.", StringComparison.Ordinal)).Select(name => name["encoder.layer.0.".Length..]).Order(StringComparer.Ordinal));
        Assert.Equal(12, layers.Count);
        var wide = layers.Single(layer => layer.Module == "encoder.layer.1.intermediate.dense");
        Assert.True(wide.IsOutputFirst);
        Assert.Equal((16, 64), (wide.Inputs, wide.Outputs));
        Assert.Equal("encoder.layer.1.intermediate.dense.bias", wide.Bias!.Name);
    }

    [Fact]
    public void Layers_in_the_layout_of_GPT2_and_behind_casts_are_found()
    {
        var gpt2 = LinearLayerFinder.Find(Graph("gpt2-lmhead"));
        var joined = gpt2.Single(layer => layer.Module == "transformer.h.0.attn.c_attn");
        Assert.False(joined.IsOutputFirst);
        Assert.Equal((48, 144), (joined.Inputs, joined.Outputs));

        var half = LinearLayerFinder.Find(Graph("llama-bf16"));
        Assert.All(half, layer => Assert.Equal((DataType.Bfloat16, DataType.Float), ((DataType)layer.Weight.DataType, layer.ComputeType)));
        Assert.Equal(LinearLayerFinder.Find(Graph("llama")).Select(layer => layer.Module), half.Select(layer => layer.Module));
    }

    [Fact]
    public void Numbered_weights_get_their_names_from_biases_or_nodes()
    {
        var graph = NewGraph();
        var first = Product(graph, "x", Weight(graph, "onnx::MatMul_1", 4, 6), "/encoder/layer.0/attention/self/query/MatMul");
        var biased = graph.Add(Weight(graph, "encoder.layer.0.attention.self.key.bias", 6), Product(graph, "x", Weight(graph, "onnx::MatMul_2", 4, 6), "MatMul_99"));
        var nameless = Product(graph, "x", Weight(graph, "onnx::MatMul_3", 4, 6), "MatMul_100");
        graph.Output(graph.Add(graph.Add(first, biased), nameless), "y");
        var layers = LinearLayerFinder.Find(graph.Graph);
        Assert.Equal(["encoder.layer.0.attention.self.query", "encoder.layer.0.attention.self.key", "onnx::MatMul_3"], layers.Select(layer => layer.Module));
        Assert.All(layers, layer => Assert.False(layer.IsOutputFirst));
        Assert.Equal([null, "encoder.layer.0.attention.self.key.bias", null], layers.Select(layer => layer.Bias?.Name));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Gemm_is_a_linear_layer(int transB, bool isOutputFirst)
    {
        var graph = NewGraph();
        var weight = Weight(graph, "pooler.dense.weight", transB == 1 ? [6, 4] : [4, 6]);
        var bias = Weight(graph, "pooler.dense.bias", 6);
        graph.Output(graph.Node("Gemm", ["x", weight, bias], Attribute("transB", (long)transB)), "y");
        var layer = Assert.Single(LinearLayerFinder.Find(graph.Graph));
        Assert.Equal(("pooler.dense", isOutputFirst, 4L, 6L, "pooler.dense.bias"), (layer.Module, layer.IsOutputFirst, layer.Inputs, layer.Outputs, layer.Bias!.Name));
    }

    [Fact]
    public void Products_that_are_no_linear_layers_are_left_alone()
    {
        var graph = NewGraph();
        var weight = Weight(graph, "a.weight", 4, 4);
        var scores = graph.MatMul("x", graph.Transpose("x", 0, 2, 1));
        var scaled = graph.Node("Gemm", ["x", weight], Attribute("alpha", 2f));
        var batched = graph.MatMul("x", Weight(graph, "b.weight", 2, 4, 4));
        var left = graph.MatMul(weight, "x");
        graph.Output(graph.Add(graph.Add(scores, scaled), graph.Add(batched, left)), "y");
        Assert.Empty(LinearLayerFinder.Find(graph.Graph));
    }

    [Fact]
    public void A_weight_that_is_used_twice_is_one_layer()
    {
        var graph = NewGraph();
        var weight = Weight(graph, "shared.weight", 4, 4);
        var copy = graph.Node("Identity", [weight]);
        graph.Output(graph.MatMul(graph.MatMul("x", weight), copy), "y");
        Assert.Equal(2, Assert.Single(LinearLayerFinder.Find(graph.Graph)).Products.Count);
    }

    [Fact]
    public void Weights_in_constant_nodes_become_initializers()
    {
        var graph = NewGraph();
        var tensor = GraphTensors.Floats("", [4, 6], new float[24]);
        graph.Output(graph.MatMul("x", graph.Node("Constant", [], Attribute("value", tensor))), "y");
        Assert.Empty(LinearLayerFinder.Find(graph.Graph));
        GraphConstants.Hoist(graph.Graph);
        Assert.Equal(6, Assert.Single(LinearLayerFinder.Find(graph.Graph)).Outputs);
        Assert.DoesNotContain(graph.Graph.Node, node => node.OpType == "Constant");
    }

    [Fact]
    public void Cycles_end()
    {
        var graph = NewGraph();
        graph.Graph.Node.Add(new NodeProto { Name = "a", OpType = "Identity", Input = { "two" }, Output = { "one" } });
        graph.Graph.Node.Add(new NodeProto { Name = "b", OpType = "Identity", Input = { "one" }, Output = { "two" } });
        graph.Output(graph.MatMul("x", "one"), "y");
        Assert.Empty(LinearLayerFinder.Find(graph.Graph));
    }

    private static GraphProto Graph(string checkpoint) =>
        LanguageModel.FromPretrained(SharedData.PathTo($"reference/checkpoints/{checkpoint}")).BuildGraph().Proto.Graph;

    private static GraphBuilder NewGraph()
    {
        var graph = new GraphBuilder(NewModel("test").Graph);
        graph.Input("x", DataType.Float, "batch", "4");
        return graph;
    }

    private static string Weight(GraphBuilder graph, string name, params long[] shape) => graph.Initializer(GraphTensors.Zeros(name, shape));

    private static string Product(GraphBuilder graph, string input, string weight, string name)
    {
        graph.Graph.Node.Add(new NodeProto { Name = name, OpType = "MatMul", Input = { input, weight }, Output = { name + "_output" } });
        return name + "_output";
    }
}
