using MLNet.LlmExtensions.Models.Graphs;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Training.Tests.Graphs;

/// <summary>Graphs of one operator each, with inputs, that ONNX Runtime runs on the processor.</summary>
internal static class OperatorCases
{
    private static readonly Dictionary<string, Func<SingleOperator>> Cases = Build();

    public static IEnumerable<string> Names => Cases.Keys;

    public static SingleOperator Create(string name) => Cases[name]();

    private static Dictionary<string, Func<SingleOperator>> Build()
    {
        var cases = new Dictionary<string, Func<SingleOperator>>(StringComparer.Ordinal);
        foreach (var operation in new[] { "Add", "Sub", "Mul", "Div", "Max", "Min" })
        {
            cases.Add(operation, () => Binary(operation).Random("a", 1, 2, 2, 3, 4).Random("b", 2, 2, 3, 1));
            cases.Add(operation + " number right", () => Binary(operation).Random("a", 1, 2, 2, 3).Constant("b", [], 1.5f));
            cases.Add(operation + " number left", () => Binary(operation).Random("b", 1, 2, 2, 3).Constant("a", [1], 1.5f));
            cases.Add(operation + " integers", () => Binary(operation, DataType.Int64).Input("a", [4], 7L, -7, 3, 9).Input("b", [4], 2L, 2, -5, -4));
        }

        cases.Add("Sum of three", () => Node("Sum", ["a", "b", "c"]).Random("a", 1, 1, 2, 3).Random("b", 2, 1, 3).Random("c", 3, 1, 2, 1));
        cases.Add("Pow square", () => Binary("Pow").Random("a", 1, 2, 2, 3).Constant("b", [], 2f));
        cases.Add("Pow cube", () => Binary("Pow").Random("a", 1, 2, 2, 3).Constant("b", [], 3f));
        cases.Add("Pow tensors", () => Binary("Pow").Input("a", [3], 0.5f, 1.5f, 2f).Random("b", 2, 2, 3));
        cases.Add("Mod", () => Binary("Mod", DataType.Int64).Input("a", [4], 7L, -7, 7, -7).Input("b", [4], 3L, 3, -3, -3));
        cases.Add("Mod fmod", () => Node("Mod", ["a", "b"], Attribute("fmod", 1)).Input("a", [3], 7.5f, -7.5f, 3f).Input("b", [3], 2f, 2f, -2f));
        foreach (var operation in new[] { "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual" })
            cases.Add(operation, () => Binary(operation, DataType.Bool).Input("a", [4], 1L, 2, 3, 4).Input("b", [4], 4L, 2, 1, 4));
        foreach (var operation in new[] { "And", "Or", "Xor" })
            cases.Add(operation, () => Binary(operation, DataType.Bool).Input("a", [4], true, true, false, false).Input("b", [4], true, false, true, false));
        cases.Add("Not", () => Node("Not", ["a"], DataType.Bool).Input("a", [2], true, false));
        cases.Add("Where", () => Node("Where", ["c", "a", "b"]).Input("c", [2, 1], true, false).Random("a", 1, 1, 2, 3).Random("b", 2, 1, 3));
        foreach (var operation in new[] { "Neg", "Abs", "Floor", "Ceil", "Round", "Sign", "Exp", "Erf", "Sin", "Cos", "Tanh", "Sigmoid", "Relu", "Softplus", "Gelu" })
            cases.Add(operation, () => Node(operation, ["a"]).Random("a", 1, 3, 2, 5));
        foreach (var operation in new[] { "Sqrt", "Log", "Reciprocal" })
            cases.Add(operation, () => Node(operation, ["a"]).Input("a", [4], 0.1f, 0.5f, 2f, 9f));
        cases.Add("Gelu tanh", () => Node("Gelu", ["a"], Attribute("approximate", "tanh")).Random("a", 1, 3, 2, 5));
        cases.Add("Softmax", () => Node("Softmax", ["a"]).Random("a", 1, 3, 2, 3, 4));
        cases.Add("Softmax middle axis", () => Node("Softmax", ["a"], Attribute("axis", 1)).Random("a", 1, 3, 2, 3, 4));
        cases.Add("Softmax over the rest", () => Node("Softmax", ["a"], 11, Attribute("axis", 1)).Random("a", 1, 3, 2, 3, 4));
        cases.Add("LogSoftmax", () => Node("LogSoftmax", ["a"]).Random("a", 1, 3, 2, 3));
        cases.Add("Clip", () => Node("Clip", ["a", "l", "h"]).Random("a", 1, 3, 2, 5).Constant("l", [], -1f).Constant("h", [], 0.5f));
        cases.Add("Clip below", () => Node("Clip", ["a", "l"]).Random("a", 1, 3, 2, 5).Constant("l", [], -1f));
        cases.Add("Clip integers above", () => Node("Clip", ["a", "", "h"], DataType.Int64).Input("a", [3], 1L, 5, 9).Constant("h", [], 6L));
        cases.Add("Dropout outside training", () => Node("Dropout", ["a"]).Random("a", 1, 3, 2, 3));

        cases.Add("Shape", () => Node("Shape", ["a"], DataType.Int64).Random("a", 1, 1, 2, 3, 4));
        cases.Add("Shape part", () => Node("Shape", ["a"], DataType.Int64, Attribute("start", -2), Attribute("end", 3)).Random("a", 1, 1, 2, 3, 4));
        cases.Add("Size", () => Node("Size", ["a"], DataType.Int64).Random("a", 1, 1, 2, 3, 4));
        cases.Add("Reshape", () => Node("Reshape", ["a", "s"]).Random("a", 1, 1, 2, 3, 4).Constant("s", [3], 0L, -1, 2));
        cases.Add("Flatten", () => Node("Flatten", ["a"], Attribute("axis", -1)).Random("a", 1, 1, 2, 3, 4));
        cases.Add("Transpose", () => Node("Transpose", ["a"], GraphBuilder.Attribute("perm", 2, 0, 1)).Random("a", 1, 1, 2, 3, 4));
        cases.Add("Transpose all", () => Node("Transpose", ["a"]).Random("a", 1, 1, 2, 3, 4));
        cases.Add("Unsqueeze", () => Node("Unsqueeze", ["a", "s"]).Random("a", 1, 1, 2, 3).Constant("s", [2], -1L, 0));
        cases.Add("Unsqueeze attribute", () => Node("Unsqueeze", ["a"], 11, GraphBuilder.Attribute("axes", 1, 3)).Random("a", 1, 1, 2, 3));
        cases.Add("Squeeze", () => Node("Squeeze", ["a", "s"]).Random("a", 1, 1, 2, 1, 3, 1).Constant("s", [1], -1L));
        cases.Add("Squeeze all", () => Node("Squeeze", ["a"]).Random("a", 1, 1, 2, 1, 3, 1));
        cases.Add("Expand", () => Node("Expand", ["a", "s"]).Random("a", 1, 1, 3, 1).Constant("s", [3], 2L, 1, 4));
        cases.Add("Identity", () => Node("Identity", ["a"]).Random("a", 1, 1, 3));
        cases.Add("Gather rows", () => Node("Gather", ["a", "i"]).Random("a", 1, 1, 5, 3).Input("i", [2, 2], 0L, 4, -1, 2));
        cases.Add("Gather axis", () => Node("Gather", ["a", "i"], Attribute("axis", 1)).Random("a", 1, 1, 2, 5, 3).Constant("i", [], -2L));
        cases.Add("GatherElements", () => Node("GatherElements", ["a", "i"], Attribute("axis", 1)).Random("a", 1, 1, 2, 3).Input("i", [2, 2], 0L, 2, -1, 1));
        cases.Add("GatherND", () => Node("GatherND", ["a", "i"]).Random("a", 1, 1, 3, 4, 2).Input("i", [2, 2], 0L, 3, 2, 1));
        cases.Add("ScatterElements", () => Node("ScatterElements", ["a", "i", "u"], Attribute("axis", 1)).Random("a", 1, 1, 2, 4).Input("i", [2, 2], 0L, -1, 2, 1).Random("u", 2, 1, 2, 2));
        cases.Add("ScatterND", () => Node("ScatterND", ["a", "i", "u"]).Random("a", 1, 1, 3, 4, 2).Input("i", [2, 2], 0L, 3, 2, 1).Random("u", 2, 1, 2, 2));
        cases.Add("Slice", () => Node("Slice", ["a", "b", "e", "x"]).Random("a", 1, 1, 4, 5).Constant("b", [2], 1L, -3).Constant("e", [2], long.MaxValue, -1).Constant("x", [2], 0L, 1));
        cases.Add("Slice steps", () => Node("Slice", ["a", "b", "e", "x", "p"]).Random("a", 1, 1, 6).Constant("b", [1], -1L).Constant("e", [1], long.MinValue).Constant("x", [1], 0L).Constant("p", [1], -2L));
        cases.Add("Split even", () => Node("Split", ["a"], Attribute("axis", -1), Attribute("num_outputs", 2), outputs: ["y", "z"]).Random("a", 1, 1, 2, 6).Output("z"));
        cases.Add("Split sizes", () => Node("Split", ["a", "s"], Attribute("axis", 1), outputs: ["y", "z"]).Random("a", 1, 1, 2, 6).Constant("s", [2], 2L, 4).Output("z"));
        cases.Add("Concat", () => Node("Concat", ["a", "b"], Attribute("axis", -1)).Random("a", 1, 1, 2, 3).Random("b", 2, 1, 2, 1));
        cases.Add("Tile", () => Node("Tile", ["a", "s"]).Random("a", 1, 1, 2, 3).Constant("s", [2], 2L, 3));
        cases.Add("Trilu lower", () => Node("Trilu", ["a", "k"], Attribute("upper", 0)).Random("a", 1, 1, 4, 4).Constant("k", [], -1L));
        cases.Add("Trilu upper", () => Node("Trilu", ["a"]).Random("a", 1, 1, 3, 4));
        foreach (var operation in new[] { "ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL2", "ReduceSumSquare" })
        {
            cases.Add(operation, () => Node(operation, ["a", "s"]).Random("a", 1, 2, 2, 3, 4).Constant("s", [2], 0L, -1));
            cases.Add(operation + " all", () => Node(operation, ["a"], Attribute("keepdims", 0)).Random("a", 1, 2, 2, 3));
        }

        cases.Add("ReduceMean attribute", () => Node("ReduceMean", ["a"], 13, GraphBuilder.Attribute("axes", [-1L])).Random("a", 1, 2, 2, 3));
        cases.Add("ReduceSum integers", () => Node("ReduceSum", ["a", "s"], DataType.Int64).Input("a", [2, 2], 1L, 2, 3, 4).Constant("s", [1], 1L));
        foreach (var (exclusive, reverse) in new[] { (0, 0), (1, 0), (0, 1), (1, 1) })
        {
            cases.Add($"CumSum {exclusive}{reverse}", () => Node("CumSum", ["a", "x"], Attribute("exclusive", exclusive), Attribute("reverse", reverse))
                .Random("a", 1, 2, 2, 5).Constant("x", [], 1L));
        }

        cases.Add("ArgMax", () => Node("ArgMax", ["a"], DataType.Int64, Attribute("axis", 1)).Random("a", 1, 2, 3, 5));
        cases.Add("ConstantOfShape", () => Node("ConstantOfShape", ["s"]).Input("s", [2], 2L, 3));
        cases.Add("Range", () => Node("Range", ["a", "b", "c"], DataType.Int64).Input("a", [], 2L).Input("b", [], 11L).Input("c", [], 3L));
        cases.Add("Range reals", () => Node("Range", ["a", "b", "c"]).Input("a", [], 1f).Input("b", [], 0f).Input("c", [], -0.25f));
        cases.Add("Cast to integers", () => Node("Cast", ["a"], DataType.Int64, Attribute("to", (long)DataType.Int64)).Input("a", [4], 1.9f, -1.9f, 0.2f, 5f));
        cases.Add("Cast to truth", () => Node("Cast", ["a"], DataType.Bool, Attribute("to", (long)DataType.Bool)).Input("a", [3], 0f, -1f, 2f));
        cases.Add("CastLike", () => Node("CastLike", ["a", "b"]).Input("a", [3], 1L, 2, 3).Random("b", 1, 1, 1));

        cases.Add("MatMul", () => Binary("MatMul").Random("a", 1, 1, 2, 3, 4, 5).Random("b", 2, 1, 3, 5, 2));
        cases.Add("MatMul weight", () => Binary("MatMul").Random("a", 1, 1, 2, 3, 5).Constant("b", [5, 4], SingleOperator.Values(2, 1, 5, 4)));
        cases.Add("Gemm", () => Node("Gemm", ["a", "b", "c"], Real("alpha", 0.5f), Real("beta", 2f), Attribute("transA", 1), Attribute("transB", 1))
            .Random("a", 1, 1, 3, 2).Random("b", 2, 1, 4, 3).Random("c", 3, 1, 4));
        cases.Add("Gemm layer", () => Node("Gemm", ["a", "b", "c"], Attribute("transB", 1))
            .Random("a", 1, 1, 2, 3).Constant("b", [4, 3], SingleOperator.Values(2, 1, 4, 3)).Constant("c", [4], SingleOperator.Values(3, 1, 4)));
        cases.Add("Einsum", () => Node("Einsum", ["a", "b"], Attribute("equation", "bid,bjd->bij")).Random("a", 1, 1, 2, 3, 4).Random("b", 2, 1, 2, 5, 4));
        cases.Add("LayerNormalization", () => Node("LayerNormalization", ["a", "w", "b"], Real("epsilon", 1e-3f))
            .Random("a", 1, 2, 2, 3, 8).Random("w", 2, 2, 8).Random("b", 3, 1, 8));
        cases.Add("LayerNormalization without bias", () => Node("LayerNormalization", ["a", "w"]).Random("a", 1, 2, 2, 8).Random("w", 2, 2, 8));
        cases.Add("DequantizeLinear", () => Node("DequantizeLinear", ["a", "s", "z"], Attribute("axis", 1))
            .Constant("a", [2, 3], (byte)1, (byte)2, (byte)250, (byte)7, (byte)9, (byte)100).Constant("s", [3], 0.5f, 0.1f, 2f).Constant("z", [3], (byte)0, (byte)128, (byte)5));
        cases.Add("DynamicQuantizeLinear", () => Node("DynamicQuantizeLinear", ["a"], DataType.Uint8, outputs: ["y", "s", "z"]).Random("a", 1, 3, 4, 5).Output("s").Output("z", DataType.Uint8));
        cases.Add("MatMulInteger", () => Node("MatMulInteger", ["a", "b", "z", "w"], DataType.Int32)
            .Input("a", [2, 3], (byte)1, (byte)200, (byte)3, (byte)255, (byte)0, (byte)9).Constant("b", [3, 2], (byte)7, (byte)255, (byte)3, (byte)0, (byte)128, (byte)1)
            .Input("z", [], (byte)100).Constant("w", [], (byte)128));

        AddMicrosoft(cases);
        return cases;
    }

    private static void AddMicrosoft(Dictionary<string, Func<SingleOperator>> cases)
    {
        const string Microsoft = "com.microsoft:";
        cases.Add("ms Gelu", () => Node(Microsoft + "Gelu", ["a"]).Random("a", 1, 3, 2, 8));
        cases.Add("ms BiasGelu", () => Node(Microsoft + "BiasGelu", ["a", "b"]).Random("a", 1, 3, 2, 8).Random("b", 2, 1, 8));
        cases.Add("ms FastGelu", () => Node(Microsoft + "FastGelu", ["a", "b"]).Random("a", 1, 3, 2, 8).Random("b", 2, 1, 8));
        cases.Add("ms QuickGelu", () => Node(Microsoft + "QuickGelu", ["a"], Real("alpha", 1.5f)).Random("a", 1, 3, 2, 8));
        cases.Add("ms FusedMatMul", () => Node(Microsoft + "FusedMatMul", ["a", "b"], Real("alpha", 0.25f), Attribute("transB", 1)).Random("a", 1, 1, 2, 3, 4).Random("b", 2, 1, 2, 5, 4));
        cases.Add("SimplifiedLayerNormalization", () => Node("SimplifiedLayerNormalization", ["a", "w"], Real("epsilon", 1e-4f)).Random("a", 1, 2, 2, 3, 8).Random("w", 2, 2, 8));
        cases.Add("ms SkipLayerNormalization", () => Node(Microsoft + "SkipLayerNormalization", ["a", "s", "w", "b", "c"], Real("epsilon", 1e-4f), outputs: ["y", "", "", "t"])
            .Random("a", 1, 2, 2, 3, 8).Random("s", 2, 2, 2, 3, 8).Random("w", 3, 2, 8).Random("b", 4, 1, 8).Random("c", 5, 1, 8).Output("t"));
        cases.Add("ms SkipSimplifiedLayerNormalization", () => Node(Microsoft + "SkipSimplifiedLayerNormalization", ["a", "s", "w", "c"], Real("epsilon", 1e-4f), outputs: ["y", "", "", "t"])
            .Random("a", 1, 2, 2, 3, 8).Random("s", 2, 2, 2, 3, 8).Random("w", 3, 2, 8).Random("c", 5, 1, 8).Output("t"));
        cases.Add("ms EmbedLayerNormalization", () => Node(Microsoft + "EmbedLayerNormalization", ["i", "s", "w", "p", "t", "g", "b", "m"], DataType.Float, Real("epsilon", 1e-5f), outputs: ["y", "n"])
            .Input("i", [2, 3], 0, 4, 2, 1, 1, 3).Input("s", [2, 3], 0, 0, 1, 0, 1, 1).Input("m", [2, 3], 1, 1, 1, 1, 1, 0)
            .Constant("w", [5, 8], SingleOperator.Values(1, 1, 5, 8)).Constant("p", [4, 8], SingleOperator.Values(2, 1, 4, 8)).Constant("t", [2, 8], SingleOperator.Values(3, 1, 2, 8))
            .Constant("g", [8], SingleOperator.Values(4, 1, 8)).Constant("b", [8], SingleOperator.Values(5, 1, 8)).Output("n", DataType.Int32));
        cases.Add("ms Attention", () => Attention([]).Input("m", [2, 3], 1, 1, 1, 1, 1, 0));
        cases.Add("ms Attention lengths", () => Attention([]).Input("m", [2], 3, 2));
        cases.Add("ms Attention causal", () => Attention([Attribute("unidirectional", 1), Real("scale", 0.3f)]).Input("m", [2, 3], 1, 1, 1, 1, 1, 1));
        cases.Add("ms MultiHeadAttention", () => Node(Microsoft + "MultiHeadAttention", ["q", "k", "v", "b", "m"], Attribute("num_heads", 2))
            .Random("q", 1, 1, 2, 3, 8).Random("k", 2, 1, 2, 4, 8).Random("v", 3, 1, 2, 4, 8).Random("b", 4, 1, 24).Input("m", [2, 4], 1, 1, 1, 1, 1, 1, 0, 0));
        cases.Add("ms MultiHeadAttention bias", () => Node(Microsoft + "MultiHeadAttention", ["q", "k", "v", "", "", "m"], Attribute("num_heads", 2), Real("scale", 0.7f))
            .Random("q", 1, 1, 2, 3, 8).Random("k", 2, 1, 2, 4, 8).Random("v", 3, 1, 2, 4, 8).Random("m", 4, 2, 2, 2, 3, 4));
        cases.Add("ms GroupQueryAttention", () => GroupQuery());
        cases.Add("ms GroupQueryAttention rotary", () => GroupQuery(Attribute("do_rotary", 1)).Constant("c", [8, 8], Angles(Math.Cos, 8)).Constant("s", [8, 8], Angles(Math.Sin, 8)));
        cases.Add("ms GroupQueryAttention window", () => GroupQuery(Attribute("local_window_size", 2)));
        foreach (var interleaved in new[] { 0, 1 })
        {
            cases.Add($"ms RotaryEmbedding {interleaved}", () => Node(Microsoft + "RotaryEmbedding", ["a", "p", "c", "s"], Attribute("interleaved", interleaved))
                .Random("a", 1, 1, 2, 3, 16).Input("p", [2, 3], 0L, 1, 2, 2, 5, 7).Constant("c", [8, 4], Angles(Math.Cos)).Constant("s", [8, 4], Angles(Math.Sin)));
        }

        cases.Add("ms RotaryEmbedding offset", () => Node(Microsoft + "RotaryEmbedding", ["a", "p", "c", "s"])
            .Random("a", 1, 1, 2, 2, 3, 8).Input("p", [1], 2L).Constant("c", [8, 4], Angles(Math.Cos)).Constant("s", [8, 4], Angles(Math.Sin)));
        cases.Add("ms MatMulNBits", () => Bits([]));
        cases.Add("ms MatMulNBits zero points", () => Bits(["z"]).Constant("z", [6, 2], Bytes(9, 12)));
    }

    private static SingleOperator Attention(AttributeProto[] attributes) =>
        Node("com.microsoft:Attention", ["a", "w", "b", "m"], DataType.Float, [Attribute("num_heads", 2), .. attributes])
            .Random("a", 1, 1, 2, 3, 8).Constant("w", [8, 24], SingleOperator.Values(2, 1, 8, 24)).Constant("b", [24], SingleOperator.Values(3, 1, 24));

    private static SingleOperator GroupQuery(params AttributeProto[] attributes)
    {
        string[] inputs = ["q", "k", "v", "", "", "l", "t"];
        if (attributes.Any(attribute => attribute.Name == "do_rotary"))
            inputs = [.. inputs, "c", "s"];
        return Node("com.microsoft:GroupQueryAttention", inputs, DataType.Float, [Attribute("num_heads", 4), Attribute("kv_num_heads", 2), .. attributes], ["y", "pk", "pv"])
            .Random("q", 1, 1, 2, 5, 64).Random("k", 2, 1, 2, 5, 32).Random("v", 3, 1, 2, 5, 32).Input("l", [2], 4, 4).Constant("t", [1], 5)
            .Output("pk").Output("pv");
    }

    private static SingleOperator Bits(string[] more) =>
        Node("com.microsoft:MatMulNBits", ["a", "b", "s", .. more], Attribute("K", 64), Attribute("N", 6), Attribute("bits", 4), Attribute("block_size", 16))
            .Random("a", 1, 1, 2, 3, 64).Constant("b", [6, 4, 8], Bytes(2, 6 * 4 * 8)).Constant("s", [24], SingleOperator.Values(3, 0.1, 24));

    private static byte[] Bytes(int seed, int count)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static float[] Angles(Func<double, double> function, int pairs = 4)
    {
        var values = new float[8 * pairs];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)function(i / pairs * Math.Pow(100, -(i % pairs) / (double)pairs));
        return values;
    }

    private static SingleOperator Binary(string operation, DataType type = DataType.Float) => Node(operation, ["a", "b"], type);

    private static SingleOperator Node(string operation, string[] inputs, params AttributeProto[] attributes) => Node(operation, inputs, DataType.Float, attributes, ["y"]);

    private static SingleOperator Node(string operation, string[] inputs, DataType type, params AttributeProto[] attributes) => Node(operation, inputs, type, attributes, ["y"]);

    private static SingleOperator Node(string operation, string[] inputs, int opset, params AttributeProto[] attributes) =>
        new SingleOperator(opset).Node(operation, inputs, ["y"], attributes).Output("y");

    private static SingleOperator Node(string operation, string[] inputs, AttributeProto first, AttributeProto second, string[] outputs) =>
        Node(operation, inputs, DataType.Float, [first, second], outputs);

    private static SingleOperator Node(string operation, string[] inputs, AttributeProto first, string[] outputs) =>
        Node(operation, inputs, DataType.Float, [first], outputs);

    private static SingleOperator Node(string operation, string[] inputs, DataType type, AttributeProto first, string[] outputs) =>
        Node(operation, inputs, type, [first], outputs);

    private static SingleOperator Node(string operation, string[] inputs, DataType type, string[] outputs) => Node(operation, inputs, type, [], outputs);

    private static SingleOperator Node(string operation, string[] inputs, DataType type, AttributeProto[] attributes, string[] outputs) =>
        new SingleOperator(operation == "SimplifiedLayerNormalization" ? 18 : 20).Node(operation, inputs, outputs, attributes).Output("y", type);

    private static AttributeProto Attribute(string name, long value) => GraphBuilder.Attribute(name, value);

    private static AttributeProto Attribute(string name, string value) => GraphBuilder.Attribute(name, value);

    private static AttributeProto Real(string name, float value) => GraphBuilder.Attribute(name, value);
}
