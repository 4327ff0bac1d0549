using System.Runtime.InteropServices;
using Google.Protobuf;
using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;
using Onnx;
using static MLNet.LlmExtensions.Models.Graphs.GraphBuilder;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Training.Tests.Graphs;

/// <summary>
/// Reference checkpoints written node by node in the way in which PyTorch's exporter writes Hugging Face models: shapes taken
/// apart and put together, norms and activations spelled out, masks expanded.
/// </summary>
internal sealed class ExportedForms : IDisposable
{
    private readonly SafetensorsFile _weights;
    private readonly GraphBuilder _graph;
    private readonly ModelProto _model;
    private readonly long _opset;

    private ExportedForms(string checkpoint, long opset)
    {
        _weights = SafetensorsFile.Open(SharedData.PathTo($"reference/checkpoints/{checkpoint}/model.safetensors"));
        _opset = opset;
        _model = new ModelProto { IrVersion = 8, Graph = new GraphProto { Name = checkpoint } };
        _model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
        _graph = new GraphBuilder(_model.Graph, opset);
    }

    public void Dispose() => _weights.Dispose();

    /// <summary>BERT: the mask as a bias, GELU with the error function, scores divided by a constant.</summary>
    public static OnnxModel Bert(long opset)
    {
        const int Heads = 4, Size = 12;
        using var form = new ExportedForms("bert", opset);
        var g = form._graph;
        var (ids, mask, types) = form.Inputs(hasTypes: true);
        var length = g.Node("Unsqueeze1", [form.Dimension(ids, 1)]);
        var positionIds = form.Constant("position_ids", [1, 64], Enumerable.Range(0, 64).Select(i => (long)i).ToArray());
        var positions = g.Node("Slice", [positionIds, g.Integers(0), length, g.Integers(1), g.Integers(1)]);
        var state = g.Add(g.Add(g.Gather(form.Weight("embeddings.word_embeddings.weight"), ids), g.Gather(form.Weight("embeddings.token_type_embeddings.weight"), types)),
            g.Gather(form.Weight("embeddings.position_embeddings.weight"), positions));
        state = form.LayerNorm(state, "embeddings.LayerNorm", 1e-12f);
        var bias = g.Multiply(g.Subtract(g.Scalar(1), g.Cast(form.Unsqueezed(mask), DataType.Float)), g.Scalar(float.MinValue));
        for (var layer = 0; layer < 3; layer++)
        {
            var name = $"encoder.layer.{layer}";
            var query = form.Heads(form.Linear(state, $"{name}.attention.self.query"), Heads, Size, 0, 2, 1, 3);
            var key = form.Heads(form.Linear(state, $"{name}.attention.self.key"), Heads, Size, 0, 2, 1, 3);
            var value = form.Heads(form.Linear(state, $"{name}.attention.self.value"), Heads, Size, 0, 2, 1, 3);
            var scores = g.Add(g.Divide(g.MatMul(query, g.Transpose(key, 0, 1, 3, 2)), g.Scalar(MathF.Sqrt(Size))), bias);
            var context = form.Joined(g.MatMul(g.Softmax(scores), value), Heads * Size);
            state = form.LayerNorm(g.Add(form.Linear(context, $"{name}.attention.output.dense"), state), $"{name}.attention.output.LayerNorm", 1e-12f);
            var inner = form.Linear(state, $"{name}.intermediate.dense");
            var gelu = g.Multiply(g.Multiply(inner, g.Add(g.Node("Erf", [g.Divide(inner, g.Scalar(MathF.Sqrt(2)))]), g.Scalar(1))), g.Scalar(0.5f));
            state = form.LayerNorm(g.Add(form.Linear(gelu, $"{name}.output.dense"), state), $"{name}.output.LayerNorm", 1e-12f);
        }

        return form.Finish(state, Heads * Size);
    }

    /// <summary>DistilBERT: queries divided before the product, hidden scores replaced by the smallest number.</summary>
    public static OnnxModel DistilBert(long opset)
    {
        const int Heads = 4, Size = 12;
        using var form = new ExportedForms("distilbert", opset);
        var g = form._graph;
        var (ids, mask, _) = form.Inputs(hasTypes: false);
        var positions = g.Node("Unsqueeze0", [g.Node("Range", [g.Integer(0), form.Dimension(ids, 1), g.Integer(1)])]);
        var state = g.Add(g.Gather(form.Weight("embeddings.word_embeddings.weight"), ids), g.Gather(form.Weight("embeddings.position_embeddings.weight"), positions));
        state = form.LayerNorm(state, "embeddings.LayerNorm", 1e-12f);
        for (var layer = 0; layer < 2; layer++)
        {
            var name = $"transformer.layer.{layer}";
            var query = g.Divide(form.Heads(form.Linear(state, $"{name}.attention.q_lin"), Heads, Size, 0, 2, 1, 3), g.Scalar(MathF.Sqrt(Size)));
            var key = form.Heads(form.Linear(state, $"{name}.attention.k_lin"), Heads, Size, 0, 2, 3, 1);
            var value = form.Heads(form.Linear(state, $"{name}.attention.v_lin"), Heads, Size, 0, 2, 1, 3);
            var scores = g.MatMul(query, key);
            var hidden = g.Equal(form.Unsqueezed(mask), g.Integer(0));
            var expanded = g.Cast(g.Node("Expand", [g.Cast(hidden, DataType.Float), g.Node("Shape", [scores])]), DataType.Bool);
            var weights = g.Softmax(g.Where(expanded, g.Scalar(float.MinValue), scores));
            var context = form.Joined(g.MatMul(weights, value), Heads * Size);
            state = form.LayerNorm(g.Add(form.Linear(context, $"{name}.attention.out_lin"), state), $"{name}.sa_layer_norm", 1e-12f);
            var inner = form.Linear(state, $"{name}.ffn.lin1");
            var gelu = g.Multiply(g.Multiply(inner, g.Scalar(0.5f)), g.Add(g.Node("Erf", [g.Multiply(inner, g.Scalar(1 / MathF.Sqrt(2)))]), g.Scalar(1)));
            state = form.LayerNorm(g.Add(form.Linear(gelu, $"{name}.ffn.lin2"), state), $"{name}.output_layer_norm", 1e-12f);
        }

        return form.Finish(state, Heads * Size);
    }

    /// <summary>GPT-2: Gemm over flattened tokens, a split, a table of what is causal, GELU with tanh.</summary>
    public static OnnxModel Gpt2(long opset)
    {
        const int Heads = 4, Size = 12, Longest = 64;
        using var form = new ExportedForms("gpt2", opset);
        var g = form._graph;
        var (ids, mask, _) = form.Inputs(hasTypes: false);
        var length = form.Dimension(ids, 1);
        var positions = g.Node("Unsqueeze0", [g.Node("Range", [g.Integer(0), length, g.Integer(1)])]);
        var state = g.Add(g.Gather(form.Weight("wte.weight"), ids), g.Gather(form.Weight("wpe.weight"), positions));
        var bias = g.Multiply(g.Subtract(g.Scalar(1), g.Cast(form.Unsqueezed(mask), DataType.Float)), g.Scalar(-1e9f));
        var table = form.Constant("causal", [1, 1, Longest, Longest], Enumerable.Range(0, Longest * Longest).Select(i => i % Longest <= i / Longest).ToArray());
        for (var layer = 0; layer < 2; layer++)
        {
            var name = $"h.{layer}";
            var normed = form.LayerNorm(state, $"{name}.ln_1", 1e-5f);
            var parts = g.Nodes("Split", [form.Conv1D(normed, $"{name}.attn.c_attn")], 3, Attribute("axis", 2L));
            var query = form.Heads(parts[0], Heads, Size, 0, 2, 1, 3);
            var key = form.Heads(parts[1], Heads, Size, 0, 2, 3, 1);
            var value = form.Heads(parts[2], Heads, Size, 0, 2, 1, 3);
            var scores = g.Divide(g.MatMul(query, key), g.Scalar(MathF.Sqrt(Size)));
            var end = g.Node("Unsqueeze1", [length]);
            var seen = g.Slice(g.Slice(table, g.Integers(0), end, 2), g.Integers(0), end, 3);
            var weights = g.Softmax(g.Add(g.Where(seen, scores, g.Scalar(float.MinValue)), bias));
            state = g.Add(form.Conv1D(form.Joined(g.MatMul(weights, value), Heads * Size), $"{name}.attn.c_proj"), state);
            normed = form.LayerNorm(state, $"{name}.ln_2", 1e-5f);
            var inner = form.Conv1D(normed, $"{name}.mlp.c_fc");
            var cube = g.Multiply(g.Node("Pow", [inner, g.Scalar(3)]), g.Scalar(0.044715f));
            var tanh = g.Tanh(g.Multiply(g.Add(inner, cube), g.Scalar(MathF.Sqrt(2 / MathF.PI))));
            var gelu = g.Multiply(g.Multiply(inner, g.Scalar(0.5f)), g.Add(tanh, g.Scalar(1)));
            state = g.Add(form.Conv1D(gelu, $"{name}.mlp.c_proj"), state);
        }

        return form.Finish(form.LayerNorm(state, "ln_f", 1e-5f), Heads * Size);
    }

    /// <summary>LLaMA: RMSNorm by the inverse root, rotated halves, keys and values repeated for each head, a triangle made while running.</summary>
    public static OnnxModel Llama(long opset)
    {
        const int Heads = 6, Groups = 2, Size = 8, Hidden = 48;
        using var form = new ExportedForms("llama", opset);
        var g = form._graph;
        var (ids, mask, _) = form.Inputs(hasTypes: false);
        var length = form.Dimension(ids, 1);
        var state = g.Gather(form.Weight("model.embed_tokens.weight"), ids);

        // Where a query may not look: above the diagonal, and at padding.
        var end = g.Node("Unsqueeze1", [length]);
        var square = g.Concat(0, end, end);
        var lowest = new TensorProto { DataType = (int)DataType.Float, Dims = { 1 }, FloatData = { float.MinValue } };
        var triangle = g.Node("Trilu", [g.Node("ConstantOfShape", [square], Attribute("value", lowest)), g.Integer(1)], Attribute("upper", 1L));
        var padding = g.Equal(form.Unsqueezed(mask), g.Integer(0));
        var bias = g.Where(padding, g.Scalar(float.MinValue), form.Unsqueeze2(triangle));

        // [length, size]: the angles, twice beside each other.
        var positions = g.Cast(g.Node("Range", [g.Integer(0), length, g.Integer(1)]), DataType.Float);
        var frequencies = form.Constant("inv_freq", [1, Size / 2], Enumerable.Range(0, Size / 2).Select(i => (float)Math.Pow(10000, -2.0 * i / Size)).ToArray());
        var half = g.MatMul(g.Node("UnsqueezeLast", [positions]), frequencies);
        var angles = g.Concat(-1, half, half);
        var (cosine, sine) = (g.Node("Cos", [angles]), g.Node("Sin", [angles]));
        for (var layer = 0; layer < 3; layer++)
        {
            var name = $"model.layers.{layer}";
            var normed = form.RmsNorm(state, $"{name}.input_layernorm.weight");
            var query = form.Rotated(form.Heads(form.Linear(normed, $"{name}.self_attn.q_proj"), Heads, Size, 0, 2, 1, 3), cosine, sine, Size);
            var key = form.Rotated(form.Heads(form.Linear(normed, $"{name}.self_attn.k_proj"), Groups, Size, 0, 2, 1, 3), cosine, sine, Size);
            var value = form.Heads(form.Linear(normed, $"{name}.self_attn.v_proj"), Groups, Size, 0, 2, 1, 3);
            (key, value) = (form.Repeated(key, Groups, Heads / Groups, Size), form.Repeated(value, Groups, Heads / Groups, Size));
            var scores = g.Add(g.Divide(g.MatMul(query, g.Transpose(key, 0, 1, 3, 2)), g.Scalar(MathF.Sqrt(Size))), bias);
            var context = form.Joined(g.MatMul(g.Softmax(scores), value), Heads * Size);
            state = g.Add(state, form.Linear(context, $"{name}.self_attn.o_proj"));
            normed = form.RmsNorm(state, $"{name}.post_attention_layernorm.weight");
            var gate = form.Linear(normed, $"{name}.mlp.gate_proj");
            var inner = g.Multiply(g.Multiply(gate, g.Sigmoid(gate)), form.Linear(normed, $"{name}.mlp.up_proj"));
            state = g.Add(state, form.Linear(inner, $"{name}.mlp.down_proj"));
        }

        return form.Finish(form.RmsNorm(state, "model.norm.weight"), Hidden);
    }

    private (string Ids, string Mask, string Types) Inputs(bool hasTypes) => (
        _graph.Input("input_ids", DataType.Int64, "batch", "sequence"),
        _graph.Input("attention_mask", DataType.Int64, "batch", "sequence"),
        hasTypes ? _graph.Input("token_type_ids", DataType.Int64, "batch", "sequence") : "");

    private OnnxModel Finish(string state, int size)
    {
        // The builder's helper knows no operator of these names: they stand for Unsqueeze at a fixed place.
        _graph.Output(state, "last_hidden_state", "batch", "sequence", $"{size}");
        foreach (var node in _model.Graph.Node.Where(node => node.OpType.StartsWith("Unsqueeze", StringComparison.Ordinal) && node.OpType.Length > "Unsqueeze".Length))
        {
            long[] axes = node.OpType switch { "UnsqueezeLast" => [1], "UnsqueezeBoth" => [0, 1], "UnsqueezeMask" => [1, 2], _ => [0] };
            node.OpType = "Unsqueeze";
            if (_opset < 13)
                node.Attribute.Add(Attribute("axes", axes));
            else
                node.Input.Add(_graph.Integers(axes));
        }

        return new OnnxModel(_model, null);
    }

    private string Unsqueezed(string mask) => _graph.Node("UnsqueezeMask", [mask]);

    private string Unsqueeze2(string square) => _graph.Node("UnsqueezeBoth", [square]);

    private string Dimension(string value, long index) => _graph.Gather(_graph.Node("Shape", [value]), _graph.Integer(index));

    private string Weight(string name)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)DataType.Float, RawData = ByteString.CopyFrom(_weights.GetBytes(name)) };
        tensor.Dims.Add(_weights.Tensors[name].Shape);
        return _model.Graph.Initializer.Any(other => other.Name == name) ? name : _graph.Initializer(tensor);
    }

    private string Constant<T>(string name, long[] shape, T[] values)
        where T : unmanaged
    {
        var type = typeof(T) == typeof(bool) ? DataType.Bool : typeof(T) == typeof(long) ? DataType.Int64 : DataType.Float;
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<T>(values)) };
        tensor.Dims.Add(shape);
        return _graph.Initializer(tensor);
    }

    /// <summary>The exporter stores the weight turned around, and adds the bias from the left.</summary>
    private string Linear(string input, string name)
    {
        var shape = _weights.Tensors[name + ".weight"].Shape;
        var (rows, columns) = ((int)shape[0], (int)shape[1]);
        var values = _weights.GetElements<float>(name + ".weight");
        var turned = new float[values.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
                turned[(column * rows) + row] = values[(row * columns) + column];
        }

        var product = _graph.MatMul(input, Constant($"onnx::MatMul/{name}", [columns, rows], turned));
        return _weights.Tensors.ContainsKey(name + ".bias") ? _graph.Add(Weight(name + ".bias"), product) : product;
    }

    /// <summary>GPT-2's layer: tokens in one dimension, Gemm, and back.</summary>
    private string Conv1D(string input, string name)
    {
        var (inputs, outputs) = (_weights.Tensors[name + ".weight"].Shape[0], _weights.Tensors[name + ".weight"].Shape[1]);
        var flat = _graph.Reshape(input, -1, inputs);
        var product = _graph.Node("Gemm", [flat, Weight(name + ".weight"), Weight(name + ".bias")]);
        var shape = _graph.Concat(0, _graph.Node("Unsqueeze1", [Dimension(input, 0)]), _graph.Node("Unsqueeze1", [Dimension(input, 1)]), _graph.Integers(outputs));
        return _graph.Node("Reshape", [product, shape]);
    }

    private string Heads(string value, long heads, long size, params long[] permutation)
    {
        var shape = _graph.Concat(
            0, _graph.Node("Unsqueeze1", [Dimension(value, 0)]), _graph.Node("Unsqueeze1", [Dimension(value, 1)]), _graph.Integers(heads), _graph.Integers(size));
        return _graph.Transpose(_graph.Node("Reshape", [value, shape]), permutation);
    }

    private string Joined(string context, long width)
    {
        var turned = _graph.Transpose(context, 0, 2, 1, 3);
        var shape = _graph.Concat(0, _graph.Node("Unsqueeze1", [Dimension(turned, 0)]), _graph.Node("Unsqueeze1", [Dimension(turned, 1)]), _graph.Integers(width));
        return _graph.Node("Reshape", [turned, shape]);
    }

    private string Rotated(string value, string cosine, string sine, long size)
    {
        var first = _graph.Slice(value, _graph.Integers(0), _graph.Integers(size / 2), 3);
        var second = _graph.Slice(value, _graph.Integers(size / 2), _graph.Integers(long.MaxValue), 3);
        var turned = _graph.Concat(-1, _graph.Node("Neg", [second]), first);
        return _graph.Add(_graph.Multiply(value, cosine), _graph.Multiply(turned, sine));
    }

    private string Repeated(string value, long groups, long times, long size)
    {
        var batch = _graph.Node("Unsqueeze1", [Dimension(value, 0)]);
        var length = _graph.Node("Unsqueeze1", [Dimension(value, 2)]);
        var apart = _graph.Node("Reshape", [value, _graph.Concat(0, batch, _graph.Integers(groups, 1), length, _graph.Integers(size))]);
        var expanded = _graph.Node("Expand", [apart, _graph.Concat(0, batch, _graph.Integers(groups, times), length, _graph.Integers(size))]);
        return _graph.Node("Reshape", [expanded, _graph.Concat(0, batch, _graph.Integers(groups * times), length, _graph.Integers(size))]);
    }

    private string LayerNorm(string input, string name, float epsilon)
    {
        if (_opset >= 17)
        {
            return _graph.Node(
                "LayerNormalization", [input, Weight(name + ".weight"), Weight(name + ".bias")], Attribute("axis", -1L), Attribute("epsilon", epsilon));
        }

        var centred = _graph.Subtract(input, Mean(input));
        var variance = Mean(_graph.Node("Pow", [centred, _graph.Scalar(2)]));
        var normalized = _graph.Divide(centred, _graph.Node("Sqrt", [_graph.Add(variance, _graph.Scalar(epsilon))]));
        return _graph.Add(_graph.Multiply(normalized, Weight(name + ".weight")), Weight(name + ".bias"));
    }

    private string RmsNorm(string input, string name)
    {
        var variance = _graph.Add(Mean(_graph.Node("Pow", [input, _graph.Scalar(2)])), _graph.Scalar(1e-5f));
        var inverse = _graph.Divide(_graph.Scalar(1), _graph.Node("Sqrt", [variance]));
        return _graph.Multiply(Weight(name), _graph.Multiply(input, inverse));
    }

    private string Mean(string value) => _graph.ReduceMean(value, axis: -1);
}
