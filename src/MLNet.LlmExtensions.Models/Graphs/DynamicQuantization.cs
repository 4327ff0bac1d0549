using System.Numerics.Tensors;
using System.Runtime.Intrinsics.X86;
using Google.Protobuf;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>
/// Replaces products with constant weights by 8-bit ones: weights signed and symmetric with one scale for each output,
/// activations quantised while running, once for all products that share them.
/// </summary>
/// <remarks>
/// The nodes are those that ONNX Runtime fuses into one kernel. Weights that are also a token embedding stay as they are.
/// </remarks>
internal sealed class DynamicQuantization
{
    /// <summary>Below this a product gains nothing, and rounding costs most.</summary>
    private const int SmallestSide = 16;

    /// <summary>Bytes of a weight that are turned around at a time.</summary>
    private const int LargestPanel = 1 << 24;

    private readonly GraphBuilder _graph;
    private readonly TensorData _data;
    private readonly GraphIndex _index;
    private readonly HashSet<string> _embeddings;
    private readonly IReadOnlySet<string> _except;
    private readonly Dictionary<string, IReadOnlyList<string>> _activations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Weight, string Scale)> _weights = new(StringComparer.Ordinal);

    private DynamicQuantization(GraphBuilder graph, TensorData data, IReadOnlySet<string> except)
    {
        _graph = graph;
        _data = data;
        _except = except;
        _index = new GraphIndex(graph.Graph);
        _embeddings = [.. graph.Graph.Node.Where(node => node.OpType == "Gather" && node.Input.Count > 0)
            .Select(node => Constant(node.Input[0])?.Tensor.Name).OfType<string>()];
    }

    /// <summary>
    /// The largest magnitude of a quantised weight. x86 processors without VNNI add two products of 8 bits in 16 bits,
    /// which overflows unless a weight has only 7.
    /// </summary>
    internal static int LargestWeight { get; } = HasSaturatingProducts() ? 63 : 127;

    /// <summary>Quantises the products of a graph in place. Weights that are no longer used remain until a clean-up.</summary>
    public static void Apply(GraphBuilder graph, TensorData data) => Apply(graph, data, new HashSet<string>());

    /// <summary>Quantises the products of a graph in place, but not those with the given initializers, which may still change.</summary>
    public static void Apply(GraphBuilder graph, TensorData data, IReadOnlySet<string> except) =>
        new DynamicQuantization(graph, data, except).Run();

    private void Run()
    {
        var nodes = _graph.Graph.Node.ToArray();
        _graph.Graph.Node.Clear();
        foreach (var node in nodes)
        {
            if (node.OpType != "MatMul" || node.Domain.Length > 0 || node.Input.Count != 2 || node.Output.Count != 1
                || Constant(node.Input[1]) is not { } constant || !IsSuitable(constant.Tensor))
            {
                _graph.Graph.Node.Add(node);
                continue;
            }

            Replace(node, constant);
        }
    }

    private bool IsSuitable(TensorProto tensor) =>
        tensor.Dims.Count == 2 && tensor.Dims.All(d => d >= SmallestSide && d <= int.MaxValue)
        && tensor.Dims[0] * tensor.Dims[1] <= Array.MaxLength
        && FloatConversion.SizeOf((DataType)tensor.DataType) > 0
        && !_embeddings.Contains(tensor.Name)
        && !_except.Contains(tensor.Name);

    private void Replace(NodeProto node, (TensorProto Tensor, bool IsTransposed) constant)
    {
        using var scope = _graph.BeginScope(node.Name.Length > 0 ? node.Name : node.Output[0]);
        var (weight, weightScale) = QuantizedWeight(constant.Tensor, constant.IsTransposed);
        var activation = QuantizedActivation(node.Input[0]);
        var product = _graph.Cast(_graph.Node("MatMulInteger", [activation[0], weight, activation[2]]), DataType.Float);
        var scale = _graph.Multiply(activation[1], weightScale);
        _graph.Graph.Node.Add(new NodeProto
        {
            Name = _graph.Unique(node.Name + "/scaled"),
            OpType = "Mul",
            Input = { product, scale },
            Output = { node.Output[0] },
        });
    }

    private IReadOnlyList<string> QuantizedActivation(string input)
    {
        if (!_activations.TryGetValue(input, out var result))
            _activations.Add(input, result = _graph.Nodes("DynamicQuantizeLinear", [input], 3));
        return result;
    }

    private (string Weight, string Scale) QuantizedWeight(TensorProto tensor, bool isTransposed)
    {
        var key = isTransposed ? tensor.Name + "\0transposed" : tensor.Name;
        if (_weights.TryGetValue(key, out var result))
            return result;

        var (inputs, outputs) = isTransposed ? ((int)tensor.Dims[1], (int)tensor.Dims[0]) : ((int)tensor.Dims[0], (int)tensor.Dims[1]);
        var quantized = new sbyte[(long)inputs * outputs];
        var scales = new float[outputs];
        if (isTransposed)
            QuantizeRows(tensor, inputs, outputs, quantized, scales);
        else
            QuantizeColumns(tensor, inputs, outputs, quantized, scales);

        var weight = _graph.UniqueInitializer(new TensorProto
        {
            Name = tensor.Name + (isTransposed ? "_quantized_transposed" : "_quantized"),
            DataType = (int)DataType.Int8,
            Dims = { inputs, outputs },
            // The array is not touched again, so the graph may own it. An array of signed bytes is one of unsigned ones to
            // the runtime.
            RawData = UnsafeByteOperations.UnsafeWrap((byte[])(Array)quantized),
        });
        result = (weight, _graph.Vector("weight_scale", scales));
        _weights.Add(key, result);
        return result;
    }

    /// <summary>From [out, in] to [in, out]: a row of the source is an output.</summary>
    private void QuantizeRows(TensorProto tensor, int inputs, int outputs, sbyte[] quantized, float[] scales)
    {
        // A panel of rows at a time, so that turning it around writes whole cache lines.
        var panelRows = Math.Clamp(LargestPanel / inputs, 1, 64);
        var row = new float[inputs];
        var panel = new sbyte[panelRows * inputs];
        for (var first = 0; first < outputs; first += panelRows)
        {
            var rows = Math.Min(panelRows, outputs - first);
            for (var r = 0; r < rows; r++)
            {
                _data.CopyFloats(tensor, (long)(first + r) * inputs, row);
                var scale = scales[first + r] = ScaleFor(MathF.Abs(TensorPrimitives.MaxMagnitude<float>(row)), tensor);
                TensorPrimitives.Divide<float>(row, scale, row);
                Round(row, panel.AsSpan(r * inputs, inputs));
            }

            for (var i = 0; i < inputs; i++)
            {
                var target = ((long)i * outputs) + first;
                for (var r = 0; r < rows; r++)
                    quantized[target + r] = panel[((long)r * inputs) + i];
            }
        }
    }

    /// <summary>From [in, out] to the same: a column of the source is an output, so its scale needs a first pass.</summary>
    private void QuantizeColumns(TensorProto tensor, int inputs, int outputs, sbyte[] quantized, float[] scales)
    {
        var row = new float[outputs];
        var largest = new float[outputs];
        for (var i = 0; i < inputs; i++)
        {
            _data.CopyFloats(tensor, (long)i * outputs, row);
            TensorPrimitives.Abs<float>(row, row);
            TensorPrimitives.Max<float>(row, largest, largest);
        }

        for (var o = 0; o < outputs; o++)
            scales[o] = ScaleFor(largest[o], tensor);
        for (var i = 0; i < inputs; i++)
        {
            _data.CopyFloats(tensor, (long)i * outputs, row);
            TensorPrimitives.Divide<float>(row, scales, row);
            Round(row, quantized.AsSpan(i * outputs, outputs));
        }
    }

    /// <summary>To the nearest whole number; a scale makes the largest magnitude <see cref="LargestWeight"/>.</summary>
    private static void Round(Span<float> values, Span<sbyte> destination)
    {
        TensorPrimitives.Round<float>(values, values);
        TensorPrimitives.ConvertSaturating<float, sbyte>(values, destination);
    }

    private static float ScaleFor(float largest, TensorProto tensor)
    {
        if (!float.IsFinite(largest))
            throw new InvalidDataException($"The weight '{tensor.Name}' holds values that are not finite and cannot be quantised.");
        // A row of zeros, or next to it, has no scale; any will do.
        return largest < 1e-30f ? 1 : largest / LargestWeight;
    }

    /// <summary>
    /// The initializer behind a value of single precision, through casts and transpositions. Products of half precision are
    /// not for quantising: the operator takes single precision only.
    /// </summary>
    private (TensorProto Tensor, bool IsTransposed)? Constant(string value)
    {
        var isTransposed = false;
        var isCast = false;
        // Untrusted graphs may have cycles; real ones have at most a cast and a transposition here.
        for (var depth = 0; depth < 8; depth++)
        {
            if (_index.Initializer(value) is { } tensor)
                return isCast || tensor.DataType == (int)DataType.Float ? (tensor, isTransposed) : null;
            if (_index.Producer(value) is not { Input.Count: > 0 } node)
                return null;
            switch (node.OpType)
            {
                case "Constant" when node.Attribute is [{ Name: "value", T: { } constant }]:
                    // Constants of nodes have no name of their own.
                    if (!constant.HasName || constant.Name.Length == 0)
                        constant.Name = value;
                    return isCast || constant.DataType == (int)DataType.Float ? (constant, isTransposed) : null;
                case "Identity":
                    break;
                case "Cast" when node.Attribute is [{ Name: "to", I: (long)DataType.Float }]:
                    isCast = true;
                    break;
                case "Transpose" when node.Attribute is [] or [{ Name: "perm", Ints: [1, 0] }]:
                    isTransposed = !isTransposed;
                    break;
                default:
                    return null;
            }

            value = node.Input[0];
        }

        return null;
    }

    private static bool HasSaturatingProducts()
    {
        if (!X86Base.IsSupported || AvxVnni.IsSupported)
            return false;
        // Leaf 7, ECX bit 11 is AVX512_VNNI.
        var (highestLeaf, _, _, _) = X86Base.CpuId(0, 0);
        const int Avx512Vnni = 1 << 11;
        return highestLeaf < 7 || (X86Base.CpuId(7, 0).Ecx & Avx512Vnni) == 0;
    }
}
