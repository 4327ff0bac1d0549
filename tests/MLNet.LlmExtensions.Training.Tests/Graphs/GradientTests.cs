using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Training.Graphs.Execution;
using Onnx;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Tests.Graphs;

/// <summary>Gradients of every differentiable operator equal differences of its values, in double precision.</summary>
public sealed class GradientTests
{
    private const double Step = 1e-5;

    private static readonly Dictionary<string, Func<(SingleOperator Graph, (string Name, long[] Shape)[] Inputs)>> Cases = new(StringComparer.Ordinal)
    {
        ["Add"] = () => Graph("Add", ("a", [2, 3]), ("b", [3])),
        ["Sub"] = () => Graph("Sub", ("a", [2, 3]), ("b", [2, 1])),
        ["Mul"] = () => Graph("Mul", ("a", [2, 3]), ("b", [3])),
        ["Div"] = () => Graph("Div", ("a", [2, 3]), ("b", [3])),
        ["Pow"] = () => Graph("Pow", ("a", [2, 3]), ("b", [3])),
        ["Max"] = () => Graph("Max", ("a", [2, 3]), ("b", [3])),
        ["Min"] = () => Graph("Min", ("a", [2, 3]), ("b", [3])),
        ["Sum"] = () => Graph("Sum", ("a", [2, 3]), ("b", [3]), ("c", [2, 1])),
        ["Neg"] = () => Graph("Neg", ("a", [4])),
        ["Abs"] = () => Graph("Abs", ("a", [4])),
        ["Sqrt"] = () => Graph("Sqrt", ("a", [4])),
        ["Reciprocal"] = () => Graph("Reciprocal", ("a", [4])),
        ["Exp"] = () => Graph("Exp", ("a", [4])),
        ["Log"] = () => Graph("Log", ("a", [4])),
        ["Erf"] = () => Graph("Erf", ("a", [4])),
        ["Sin"] = () => Graph("Sin", ("a", [4])),
        ["Cos"] = () => Graph("Cos", ("a", [4])),
        ["Tanh"] = () => Graph("Tanh", ("a", [4])),
        ["Sigmoid"] = () => Graph("Sigmoid", ("a", [4])),
        ["Relu"] = () => Graph("Relu", ("a", [4])),
        ["Softplus"] = () => Graph("Softplus", ("a", [4])),
        ["Gelu"] = () => Graph("Gelu", ("a", [4])),
        ["Gelu tanh"] = () => Graph("Gelu", [GraphBuilder.Attribute("approximate", "tanh")], ("a", [4])),
        ["Softmax"] = () => Graph("Softmax", ("a", [2, 3])),
        ["Reshape"] = () => With(Graph("Reshape", ("a", [2, 3]), ("s", [])), graph => graph.Constant("s", [2], 3L, 2)),
        ["Flatten"] = () => Graph("Flatten", ("a", [2, 3, 2])),
        ["Transpose"] = () => Graph("Transpose", ("a", [2, 3])),
        ["Unsqueeze"] = () => With(Graph("Unsqueeze", ("a", [2, 3]), ("s", [])), graph => graph.Constant("s", [1], 1L)),
        ["Squeeze"] = () => Graph("Squeeze", ("a", [2, 1, 3])),
        ["Expand"] = () => With(Graph("Expand", ("a", [2, 1]), ("s", [])), graph => graph.Constant("s", [2], 2L, 3)),
        ["Identity"] = () => Graph("Identity", ("a", [2, 3])),
        ["Gather"] = () => With(Graph("Gather", ("a", [4, 3]), ("s", [])), graph => graph.Constant("s", [3], 1L, 3, 1)),
        ["GatherElements"] = () => With(Graph("GatherElements", ("a", [2, 3]), ("s", [])), graph => graph.Constant("s", [1, 3], 1L, 0, 1)),
        ["GatherND"] = () => With(Graph("GatherND", ("a", [3, 2]), ("s", [])), graph => graph.Constant("s", [2, 2], 1L, 0, 2, 1)),
        ["LogSoftmax"] = () => Graph("LogSoftmax", ("a", [2, 3])),
        ["Clip"] = () => With(Graph("Clip", ("a", [2, 4]), ("s", []), ("e", [])), graph => graph.Constant("s", [], 0.5).Constant("e", [], 1.0)),
        ["ScatterElements"] = () => With(Graph("ScatterElements", ("a", [2, 3]), ("s", []), ("b", [1, 3])), graph => graph.Constant("s", [1, 3], 1L, 0, 1)),
        ["ScatterND"] = () => With(Graph("ScatterND", ("a", [3, 2]), ("s", []), ("b", [2])), graph => graph.Constant("s", [2, 2], 1L, 0, 2, 1)),
        ["Slice"] = () => With(Graph("Slice", ("a", [4, 3]), ("s", []), ("e", [])), graph => graph.Constant("s", [1], 1L).Constant("e", [1], 3L)),
        ["Concat"] = () => Graph("Concat", [GraphBuilder.Attribute("axis", 0L)], ("a", [2, 3]), ("b", [1, 3])),
        ["Tile"] = () => With(Graph("Tile", ("a", [2, 3]), ("s", [])), graph => graph.Constant("s", [2], 2L, 1)),
        ["Trilu"] = () => Graph("Trilu", ("a", [3, 3])),
        ["Where"] = () => With(Graph("Where", ("s", []), ("a", [2, 2]), ("b", [2, 2])), graph => graph.Constant("s", [2, 2], true, false, false, true)),
        ["ReduceSum"] = () => Graph("ReduceSum", ("a", [2, 3])),
        ["ReduceMean"] = () => Graph("ReduceMean", ("a", [2, 3])),
        ["ReduceMax"] = () => Graph("ReduceMax", ("a", [2, 3])),
        ["ReduceMin"] = () => Graph("ReduceMin", ("a", [2, 3])),
        ["ReduceProd"] = () => Graph("ReduceProd", ("a", [2, 3])),
        ["ReduceL2"] = () => Graph("ReduceL2", ("a", [2, 3])),
        ["ReduceSumSquare"] = () => Graph("ReduceSumSquare", ("a", [2, 3])),
        ["CumSum"] = () => With(Graph("CumSum", ("a", [2, 3]), ("s", [])), graph => graph.Constant("s", [], 1L)),
        ["MatMul"] = () => Graph("MatMul", ("a", [2, 2, 3]), ("b", [3, 2])),
        ["Gemm"] = () => Graph("Gemm", [GraphBuilder.Attribute("alpha", 0.5f), GraphBuilder.Attribute("transB", 1L)], ("a", [2, 3]), ("b", [4, 3]), ("c", [4])),
        ["Einsum"] = () => Graph("Einsum", [GraphBuilder.Attribute("equation", "ij,kj->ik")], ("a", [2, 3]), ("b", [4, 3])),
        ["LayerNormalization"] = () => Graph("LayerNormalization", ("a", [2, 5]), ("b", [5]), ("c", [5])),
        ["SimplifiedLayerNormalization"] = () => Graph("SimplifiedLayerNormalization", ("a", [2, 5]), ("b", [5])),
        ["FusedMatMul"] = () => Graph("com.microsoft:FusedMatMul", [GraphBuilder.Attribute("alpha", 0.5f), GraphBuilder.Attribute("transA", 1L)], ("a", [3, 2]), ("b", [3, 2])),
        ["BiasGelu"] = () => Graph("com.microsoft:BiasGelu", ("a", [2, 3]), ("b", [3])),
        ["FastGelu"] = () => Graph("com.microsoft:FastGelu", ("a", [2, 3]), ("b", [3])),
        ["QuickGelu"] = () => Graph("com.microsoft:QuickGelu", ("a", [2, 3])),
        ["SkipLayerNormalization"] = () => Graph("com.microsoft:SkipLayerNormalization", ("a", [1, 2, 5]), ("b", [1, 2, 5]), ("c", [5]), ("d", [5]), ("e", [5])),
        ["SkipSimplifiedLayerNormalization"] = () => Graph("com.microsoft:SkipSimplifiedLayerNormalization", ("a", [1, 2, 5]), ("b", [1, 2, 5]), ("c", [5])),
        ["MultiHeadAttention"] = () => Graph("com.microsoft:MultiHeadAttention", [GraphBuilder.Attribute("num_heads", 2L)], ("a", [1, 3, 4]), ("b", [1, 3, 4]), ("c", [1, 3, 4])),
        ["Attention"] = () => Graph("com.microsoft:Attention", [GraphBuilder.Attribute("num_heads", 2L)], ("a", [1, 3, 4]), ("b", [4, 12]), ("c", [12])),
        ["GroupQueryAttention"] = () => Graph("com.microsoft:GroupQueryAttention", [GraphBuilder.Attribute("num_heads", 2L), GraphBuilder.Attribute("kv_num_heads", 1L)], ("a", [1, 3, 4]), ("b", [1, 3, 2]), ("c", [1, 3, 2])),
        ["RotaryEmbedding"] = () => With(Graph("com.microsoft:RotaryEmbedding", ("a", [1, 2, 4]), ("s", []), ("x", []), ("z", [])), graph => graph
            .Constant("s", [1, 2], 0L, 1).Constant("x", [2, 2], 1.0, 1, 0.5, 0.8).Constant("z", [2, 2], 0.0, 0, 0.9, 0.6)),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_equals_differences(string name)
    {
        var (graph, inputs) = Cases[name]();
        var random = new Random(7);
        // Apart from each other and from 0, where some functions have a kink or none at all.
        var values = inputs.Select(input => Enumerable.Range(0, (int)input.Shape.Aggregate(1L, (a, b) => a * b)).Select(_ => 0.3 + random.NextDouble()).ToArray()).ToArray();
        using var program = graph.Compile();
        var output = program.Outputs.Values.Single();
        var weights = Array.Empty<double>();

        double Value(bool backward, out double[][] gradients)
        {
            using var scope = NewDisposeScope();
            var tensors = inputs.Select((input, i) => tensor(values[i], input.Shape, ScalarType.Float64).requires_grad_()).ToArray();
            for (var i = 0; i < inputs.Length; i++)
                program.SetInput(inputs[i].Name, tensors[i].alias());
            new BackwardPass(program, output, seed: 0).Forward(isTraining: true);
            var result = program.TensorOf(output);
            if (weights.Length == 0)
                weights = Enumerable.Range(0, (int)result.NumberOfElements).Select(i => Math.Sin(i + 1.0)).ToArray();
            using var sum = result.mul(tensor(weights, result.shape, ScalarType.Float64)).sum();
            gradients = [];
            if (backward)
            {
                sum.backward();
                gradients = [.. tensors.Select(input => input.grad is { } gradient ? Tensors.ToDoubles(gradient) : [])];
            }

            program.Clear();
            return sum.item<double>();
        }

        Value(backward: true, out var analytic);
        using var noGrad = no_grad();
        for (var i = 0; i < inputs.Length; i++)
        {
            Assert.Equal(values[i].Length, analytic[i].Length);
            for (var j = 0; j < values[i].Length; j++)
            {
                var old = values[i][j];
                values[i][j] = old + Step;
                var above = Value(backward: false, out _);
                values[i][j] = old - Step;
                var below = Value(backward: false, out _);
                values[i][j] = old;
                var difference = (above - below) / (2 * Step);
                Assert.True(Math.Abs(difference - analytic[i][j]) < 1e-6 * Math.Max(1, Math.Abs(difference)), $"{name}, input {i}, element {j}: {analytic[i][j]} instead of {difference}.");
            }
        }
    }

    private static (SingleOperator Graph, (string Name, long[] Shape)[] Inputs) Graph(string operation, params (string Name, long[] Shape)[] inputs) =>
        Graph(operation, [], inputs);

    /// <summary>A graph of one node. Inputs without a shape are constants that the case adds.</summary>
    private static (SingleOperator Graph, (string Name, long[] Shape)[] Inputs) Graph(string operation, AttributeProto[] attributes, params (string Name, long[] Shape)[] inputs)
    {
        var names = inputs.Select(input => input.Name).ToArray();
        var graph = new SingleOperator().Node(operation, names, ["y"], attributes).Output("y");
        var real = inputs.Where(input => input.Shape.Length > 0).ToArray();
        foreach (var (name, shape) in real)
            graph.Input(name, shape, new double[shape.Aggregate(1L, (a, b) => a * b)]);
        return (graph, real);
    }

    private static (SingleOperator Graph, (string Name, long[] Shape)[] Inputs) With(
        (SingleOperator Graph, (string Name, long[] Shape)[] Inputs) made, Func<SingleOperator, SingleOperator> add)
    {
        add(made.Graph);
        return made;
    }
}
