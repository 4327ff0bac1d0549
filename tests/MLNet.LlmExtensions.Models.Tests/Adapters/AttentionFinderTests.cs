using MLNet.LlmExtensions.Models.Adapters;
using Onnx;

namespace MLNet.LlmExtensions.Models.Tests.Adapters;

/// <summary>Graphs come from files, which may be made to be searched for ever.</summary>
public sealed class AttentionFinderTests
{
    [Fact]
    public void Scores_are_followed_through_scale_and_mask()
    {
        var layer = Assert.Single(AttentionFinder.Find(Graph(
            ("Transpose", ["k"], "turned"), ("MatMul", ["q", "turned"], "product"), ("Mul", ["number", "product"], "scaled"), ("Add", ["mask", "scaled"], "x"),
            ("Softmax", ["x"], "y"), ("Cast", ["y"], "cast"), ("MatMul", ["cast", "v"], "result"))));
        Assert.Equal("product", layer.ScoreProduct.Output[0]);
        Assert.Equal("result", layer.ValueProduct.Output[0]);
        Assert.Equal(0, Assert.Single(layer.Masks).Input);
    }

    [Fact]
    public void Circles_before_the_softmax_are_refused() => Refused(("Identity", ["b"], "x"), ("Cast", ["x"], "b"), ("Softmax", ["x"], "y"));

    [Fact]
    public void Circles_behind_the_softmax_are_refused() => Refused(
        ("Transpose", ["k"], "turned"), ("MatMul", ["q", "turned"], "x"), ("Softmax", ["x"], "y"), ("Cast", ["y"], "z"), ("Identity", ["z"], "y"));

    [Fact]
    public void Sums_of_sums_take_no_longer_for_being_many()
    {
        var doubled = Enumerable.Range(0, 2000).Select(i => ("Add", new[] { $"x{i + 1}", $"x{i + 1}" }, i == 0 ? "x" : $"x{i}"));
        Refused([.. doubled, ("Softmax", ["x"], "y")]);
    }

    [Fact]
    public void Chains_of_any_length_are_no_danger()
    {
        var chain = Enumerable.Range(0, 50_000).Select(i => ("Add", new[] { $"x{i + 1}", "number" }, i == 0 ? "x" : $"x{i}"));
        Refused([("MatMul", ["q", "k"], "x50000"), .. chain, ("Softmax", ["x"], "y")]);
    }

    [Fact]
    public void Nodes_that_lack_inputs_are_refused() => Refused(("MatMul", ["q"], "a"), ("Add", ["a"], "x"), ("Softmax", ["x"], "y"));

    private static void Refused(params (string Operator, string[] Inputs, string Output)[] nodes) =>
        Assert.Contains("another way of transfer", Assert.Throws<NotSupportedException>(() => AttentionFinder.Find(Graph(nodes))).Message, StringComparison.Ordinal);

    private static GraphProto Graph(params (string Operator, string[] Inputs, string Output)[] nodes)
    {
        var graph = new GraphProto();
        foreach (var (type, inputs, output) in nodes)
        {
            var node = new NodeProto { OpType = type, Input = { inputs }, Output = { output } };
            if (type == "Transpose")
                node.Attribute.Add(new AttributeProto { Name = "perm", Ints = { 0, 2, 3, 1 } });
            graph.Node.Add(node);
        }

        return graph;
    }
}
