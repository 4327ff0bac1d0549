using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Training.Tests.Graphs;

/// <summary>Patterns of exports become single operators, which compute the same.</summary>
public sealed class FusionTests
{
    private const int Width = 8;

    private static readonly Dictionary<string, (Func<SingleOperator> Graph, string Operator)> Patterns = new(StringComparer.Ordinal)
    {
        ["GELU, halved at the end"] = (() => Start()
            .Constant("root", [], 1.4142135f).Constant("one", [], 1f).Constant("half", [], 0.5f)
            .Node("Div", ["x", "root"], ["d"]).Node("Erf", ["d"], ["e"]).Node("Add", ["e", "one"], ["s"])
            .Node("Mul", ["x", "s"], ["m"]).Node("Mul", ["m", "half"], ["y"]).Output("y"), "Gelu"),
        ["GELU, halved first"] = (() => Start()
            .Constant("root", [], 0.70710677f).Constant("one", [], 1f).Constant("half", [], 0.5f)
            .Node("Mul", ["x", "half"], ["h"]).Node("Mul", ["x", "root"], ["d"]).Node("Erf", ["d"], ["e"]).Node("Add", ["one", "e"], ["s"])
            .Node("Mul", ["h", "s"], ["y"]).Output("y"), "Gelu"),
        ["GELU with tanh, power of three"] = (() => TanhGelu("Pow"), "Gelu"),
        ["GELU with tanh, products"] = (() => TanhGelu("Mul"), "Gelu"),
        ["SiLU"] = (() => Start().Node("Sigmoid", ["x"], ["s"]).Node("Mul", ["x", "s"], ["y"]).Output("y"), "Silu"),
        ["LayerNorm, power of two"] = (() => LayerNorm("Pow"), "LayerNormalization"),
        ["LayerNorm, product"] = (() => LayerNorm("Mul"), "LayerNormalization"),
        ["RMSNorm by division"] = (() => RmsNorm("Div"), "RmsNorm"),
        ["RMSNorm by the inverse"] = (() => RmsNorm("Reciprocal"), "RmsNorm"),
        ["RMSNorm by one over the root"] = (() => RmsNorm("One"), "RmsNorm"),
        ["Linear layer in PyTorch's layout"] = (() => Start()
            .Constant("w", [5, Width], SingleOperator.Values(2, 1, 5, Width)).Constant("b", [5], SingleOperator.Values(3, 1, 5))
            .Node("Transpose", ["w"], ["t"], GraphBuilder.Attribute("perm", 1, 0)).Node("MatMul", ["x", "t"], ["m"]).Node("Add", ["b", "m"], ["y"]).Output("y"), "Linear"),
        ["Linear layer in GPT-2's layout"] = (() => Start()
            .Constant("w", [Width, 5], SingleOperator.Values(2, 1, Width, 5)).Node("MatMul", ["x", "w"], ["y"]).Output("y"), "Linear"),
        ["LoRA's scaled change"] = (() => Start()
            .Constant("w", [Width, 5], SingleOperator.Values(2, 1, Width, 5)).Constant("a", [Width, 2], SingleOperator.Values(3, 1, Width, 2))
            .Constant("b", [2, 5], SingleOperator.Values(4, 1, 2, 5)).Constant("scale", [], 2.5f)
            .Node("MatMul", ["x", "w"], ["m"]).Node("MatMul", ["x", "a"], ["i"]).Node("MatMul", ["i", "b"], ["o"]).Node("Mul", ["o", "scale"], ["s"])
            .Node("Add", ["m", "s"], ["y"]).Output("y"), "ScaledSum"),
        ["Attention, scaled scores"] = (() => Attention("Mul"), "FusedAttention"),
        ["Attention, divided scores"] = (() => Attention("Div"), "FusedAttention"),
        ["Attention, scaled before"] = (() => Attention(null), "FusedAttention"),
        ["Attention without a bias"] = (() => Attention("Mul", hasBias: false), "FusedAttention"),
        ["Attention, scores replaced by a number"] = (() => HiddenAttention(hasBias: false), "FusedAttention"),
        ["Attention, scores replaced by a number before the bias"] = (() => HiddenAttention(hasBias: true), "FusedAttention"),
        ["Attention of stacked heads"] = (GroupedAttention, "FusedAttention"),
    };

    public static TheoryData<string> Names => [.. Patterns.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Pattern_becomes_one_operator_that_computes_the_same(string name)
    {
        var (create, operation) = Patterns[name];
        using (var program = create().Compile())
        {
            var instruction = Assert.Single(program.Instructions, instruction => instruction.Node.Operator == operation);
            Assert.Equal(program.Outputs.Values.Single(), Assert.Single(instruction.Outputs));
            Assert.DoesNotContain(program.Instructions, other => other.Node.Operator is "Softmax" or "MatMul" or "Mul" or "Div");
            Assert.True(program.Instructions.Count == 1 || operation == "ScaledSum" || name.Contains("replaced", StringComparison.Ordinal), "Something of the pattern is left.");
        }

        create().AssertSameAsOnnxRuntime();
    }

    [Fact]
    public void A_value_that_is_read_elsewhere_as_well_keeps_the_pattern_apart()
    {
        var graph = Start().Constant("w", [Width, 5], SingleOperator.Values(2, 1, Width, 5)).Constant("b", [5], SingleOperator.Values(3, 1, 5))
            .Node("MatMul", ["x", "w"], ["m"]).Node("Add", ["m", "b"], ["y"]).Output("y").Output("m");
        using var program = graph.Compile();
        Assert.Contains(program.Instructions, instruction => instruction.Node.Operator == "Add");
        graph.AssertSameAsOnnxRuntime();
    }

    [Fact]
    public void Attention_without_heads_is_computed_as_well() =>
        new SingleOperator(17).Random("q", 1, 1, 2, 3, 4).Random("k", 2, 1, 2, 4, 5).Random("v", 3, 1, 2, 5, 4).Random("mask", 4, 2, 2, 1, 5)
            .Node("MatMul", ["q", "k"], ["p"]).Node("Add", ["p", "mask"], ["b"])
            .Node("Softmax", ["b"], ["w"], GraphBuilder.Attribute("axis", -1L)).Node("MatMul", ["w", "v"], ["y"]).Output("y")
            .AssertSameAsOnnxRuntime();

    [Fact]
    public void Attention_of_keys_that_all_batches_share_is_computed_as_well() =>
        new SingleOperator(17).Random("q", 1, 1, 2, 2, 3, 4).Random("k", 2, 1, 1, 2, 4, 5).Random("v", 3, 1, 1, 2, 5, 4)
            .Node("MatMul", ["q", "k"], ["p"]).Node("Softmax", ["p"], ["w"], GraphBuilder.Attribute("axis", -1L)).Node("MatMul", ["w", "v"], ["y"]).Output("y")
            .AssertSameAsOnnxRuntime();

    [Fact]
    public void Shape_arithmetic_stays_in_managed_memory()
    {
        var graph = Start()
            .Constant("zero", [], 0L).Constant("two", [1], 2L).Constant("axis", [1], 0L).Constant("half", [], 2L)
            .Node("Shape", ["x"], ["s"]).Node("Gather", ["s", "zero"], ["b"]).Node("Unsqueeze", ["b", "axis"], ["u"])
            .Node("Mul", ["u", "two"], ["v"]).Node("Constant", [], ["rest"], GraphBuilder.Attribute("value_ints", -1L, 4))
            .Node("Div", ["v", "half"], ["r"]).Node("Concat", ["r", "rest"], ["c"], GraphBuilder.Attribute("axis", 0L)).Node("Reshape", ["x", "c"], ["y"]).Output("y");
        graph.Proto.Graph.Node[4].Attribute[0].Ints.Clear();
        graph.Proto.Graph.Node[4].Attribute[0].Ints.AddRange([-1L, 4L]);
        graph.AssertSameAsOnnxRuntime();
    }

    [Fact]
    public void What_is_constant_is_computed_once()
    {
        var graph = Start().Constant("w", [Width], SingleOperator.Values(1, 1, Width)).Constant("one", [], 1f)
            .Node("Add", ["w", "one"], ["v"]).Node("Exp", ["v"], ["e"]).Node("Mul", ["x", "e"], ["y"]).Output("y");
        using var program = graph.Compile();
        Assert.Equal("Mul", Assert.Single(program.Instructions).Node.Operator);
        graph.AssertSameAsOnnxRuntime();
    }

    private static SingleOperator Start() => new SingleOperator(17).Random("x", 1, 2, 2, 3, Width);

    private static SingleOperator TanhGelu(string cube)
    {
        var graph = Start().Constant("c", [], 0.044715f).Constant("k", [], 0.7978846f).Constant("one", [], 1f).Constant("half", [], 0.5f).Constant("three", [], 3f);
        if (cube == "Pow")
            graph.Node("Pow", ["x", "three"], ["p"]);
        else
            graph.Node("Mul", ["x", "x"], ["q"]).Node("Mul", ["q", "x"], ["p"]);
        return graph.Node("Mul", ["c", "p"], ["m"]).Node("Add", ["x", "m"], ["a"]).Node("Mul", ["a", "k"], ["z"]).Node("Tanh", ["z"], ["t"])
            .Node("Add", ["t", "one"], ["s"]).Node("Mul", ["x", "half"], ["h"]).Node("Mul", ["h", "s"], ["y"]).Output("y");
    }

    private static SingleOperator LayerNorm(string square)
    {
        var graph = Start().Constant("w", [Width], SingleOperator.Values(2, 1, Width)).Constant("b", [Width], SingleOperator.Values(3, 1, Width))
            .Constant("two", [], 2f).Constant("epsilon", [], 1e-4f)
            .Node("ReduceMean", ["x"], ["m"], GraphBuilder.Attribute("axes", [-1L])).Node("Sub", ["x", "m"], ["c"]);
        return graph.Node(square, square == "Pow" ? ["c", "two"] : ["c", "c"], ["q"]).Node("ReduceMean", ["q"], ["v"], GraphBuilder.Attribute("axes", [-1L]))
            .Node("Add", ["v", "epsilon"], ["e"]).Node("Sqrt", ["e"], ["r"]).Node("Div", ["c", "r"], ["n"]).Node("Mul", ["n", "w"], ["g"]).Node("Add", ["g", "b"], ["y"]).Output("y");
    }

    private static SingleOperator RmsNorm(string inverse)
    {
        var graph = Start().Constant("w", [Width], SingleOperator.Values(2, 1, Width)).Constant("two", [], 2f).Constant("one", [], 1f).Constant("epsilon", [], 1e-4f)
            .Node("Pow", ["x", "two"], ["q"]).Node("ReduceMean", ["q"], ["v"], GraphBuilder.Attribute("axes", [-1L])).Node("Add", ["v", "epsilon"], ["e"]).Node("Sqrt", ["e"], ["r"]);
        graph = inverse switch
        {
            "Div" => graph.Node("Div", ["x", "r"], ["n"]),
            "Reciprocal" => graph.Node("Reciprocal", ["r"], ["i"]).Node("Mul", ["x", "i"], ["n"]),
            _ => graph.Node("Div", ["one", "r"], ["i"]).Node("Mul", ["i", "x"], ["n"]),
        };
        return graph.Node("Mul", ["w", "n"], ["y"]).Output("y");
    }

    private static SingleOperator Attention(string? scaling, bool hasBias = true)
    {
        var graph = new SingleOperator(17).Random("q", 1, 1, 2, 2, 3, 4).Random("k", 2, 1, 2, 2, 4, 5).Random("v", 3, 1, 2, 2, 5, 4)
            .Constant("scale", [], 0.7f).Node("MatMul", ["q", "k"], ["p"]);
        var scores = "p";
        if (scaling is not null)
            graph.Node(scaling, ["p", "scale"], [scores = "z"]);
        if (hasBias)
            graph.Random("mask", 4, 2, 2, 1, 1, 5).Node("Add", [scores, "mask"], ["b"]);
        return graph.Node("Softmax", [hasBias ? "b" : scores], ["w"], GraphBuilder.Attribute("axis", -1L)).Node("MatMul", ["w", "v"], ["y"]).Output("y");
    }

    private static SingleOperator HiddenAttention(bool hasBias)
    {
        var graph = new SingleOperator(17).Random("q", 1, 1, 2, 2, 3, 4).Random("k", 2, 1, 2, 2, 4, 3).Random("v", 3, 1, 2, 2, 3, 4)
            .Constant("scale", [], 2f).Constant("low", [], float.MinValue)
            .Constant("seen", [1, 1, 3, 3], true, false, false, true, true, false, true, true, true)
            .Node("MatMul", ["q", "k"], ["p"]).Node("Div", ["p", "scale"], ["z"]).Node("Where", ["seen", "z", "low"], ["h"]);
        if (hasBias)
            graph.Random("mask", 4, 2, 2, 1, 1, 3).Node("Add", ["h", "mask"], ["b"]);
        return graph.Node("Softmax", [hasBias ? "b" : "h"], ["w"], GraphBuilder.Attribute("axis", -1L)).Node("MatMul", ["w", "v"], ["y"]).Output("y");
    }

    private static SingleOperator GroupedAttention()
    {
        // Two groups of three heads, queries of four tokens.
        var graph = new SingleOperator(17).Random("q", 1, 1, 2, 2, 12, 4).Random("k", 2, 1, 2, 2, 4, 4).Random("v", 3, 1, 2, 2, 4, 4).Random("mask", 4, 2, 2, 1, 1, 4, 4)
            .Constant("scale", [], 0.5f).Constant("apart", [5], 0L, 2, 3, 4, 4).Constant("stacked", [4], 0L, 2, -1, 4)
            .Node("MatMul", ["q", "k"], ["p"]).Node("Mul", ["p", "scale"], ["z"]).Node("Reshape", ["z", "apart"], ["r"]).Node("Add", ["r", "mask"], ["b"]);
        return graph.Node("Softmax", ["b"], ["w"], GraphBuilder.Attribute("axis", -1L)).Node("Reshape", ["w", "stacked"], ["t"]).Node("MatMul", ["t", "v"], ["y"]).Output("y");
    }
}
