using System.Runtime.InteropServices;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Training.Graphs;
using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Execution;
using Onnx;
using static TorchSharp.torch;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Training.Tests.Graphs;

/// <summary>A graph of one operator, or of a few nodes, that ONNX Runtime and the interpreter can both run.</summary>
internal sealed class SingleOperator
{
    private readonly ModelProto _proto = new() { IrVersion = 9, Graph = new GraphProto { Name = "operator" } };
    private readonly Dictionary<string, (long[] Shape, Array Values)> _inputs = new(StringComparer.Ordinal);

    public SingleOperator(long opset = 20, long microsoftOpset = 1)
    {
        _proto.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
        _proto.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.microsoft", Version = microsoftOpset });
        if (opset >= 21)
            _proto.IrVersion = 10;
    }

    public ModelProto Proto => _proto;

    /// <summary>Adds an input with values: float, double, long, int, bool or byte.</summary>
    public SingleOperator Input<T>(string name, long[] shape, params T[] values)
        where T : unmanaged
    {
        _inputs.Add(name, (shape, values));
        _proto.Graph.Input.Add(GraphBuilder.ValueInfo(name, TypeOf(typeof(T)), [.. shape.Select(size => $"{size}")]));
        return this;
    }

    /// <summary>Adds a random float input.</summary>
    public SingleOperator Random(string name, int seed, double scale, params long[] shape) => Input(name, shape, Values(seed, scale, shape));

    /// <summary>Adds a constant.</summary>
    public SingleOperator Constant<T>(string name, long[] shape, params T[] values)
        where T : unmanaged
    {
        var tensor = new TensorProto { Name = name, DataType = (int)TypeOf(typeof(T)), RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<T>(values)) };
        tensor.Dims.Add(shape);
        _proto.Graph.Initializer.Add(tensor);
        return this;
    }

    /// <summary>Adds a node; a name before a colon is the domain.</summary>
    public SingleOperator Node(string operation, string[] inputs, string[] outputs, params AttributeProto[] attributes)
    {
        var parts = operation.Split(':');
        var (name, others) = ($"test/{parts[^1]}", _proto.Graph.Node.Count(other => other.OpType == parts[^1]));
        var node = new NodeProto { Name = others == 0 ? name : $"{name}_{others}", OpType = parts[^1], Domain = parts.Length > 1 ? parts[0] : "" };
        node.Input.Add(inputs);
        node.Output.Add(outputs);
        node.Attribute.Add(attributes);
        _proto.Graph.Node.Add(node);
        return this;
    }

    public SingleOperator Output(string name, DataType type = DataType.Float)
    {
        _proto.Graph.Output.Add(new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type } } });
        return this;
    }

    public OnnxModel Model() => new(_proto, null);

    /// <summary>Compiles the graph with some initializers as parameters.</summary>
    public GraphProgram Compile(TorchGraphOptions? options = null, bool fuse = true, IReadOnlyDictionary<string, Tensor>? parameters = null) =>
        GraphCompiler.Compile(Model(), parameters ?? new Dictionary<string, Tensor>(), options ?? new TorchGraphOptions(), "The test's graph", fuse);

    /// <summary>Runs the interpreter without gradients.</summary>
    public IReadOnlyDictionary<string, double[]> RunTorch(TorchGraphOptions? options = null, bool fuse = true)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var program = Compile(options, fuse);
        foreach (var (name, (shape, values)) in _inputs)
            program.SetInput(name, ToTensor(shape, values));
        new BackwardPass(program, program.Outputs.Values.First(), seed: 0).Forward(isTraining: false);
        var results = program.Outputs.ToDictionary(output => output.Key, output => Tensors.ToDoubles(program.TensorOf(output.Value)));
        program.Clear();
        return results;
    }

    /// <summary>Runs ONNX Runtime.</summary>
    public IReadOnlyDictionary<string, double[]> RunOnnxRuntime()
    {
        using var options = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL, IntraOpNumThreads = 1 };
        using var session = new InferenceSession(_proto.ToByteArray(), options);
        using var run = new RunOptions();
        var values = _inputs.ToDictionary(input => input.Key, input => ToOrt(input.Value.Shape, input.Value.Values));
        using var results = session.Run(run, values, session.OutputNames);
        var converted = new Dictionary<string, double[]>();
        for (var i = 0; i < session.OutputNames.Count; i++)
            converted.Add(session.OutputNames[i], FromOrt(results[i]));
        foreach (var value in values.Values)
            value.Dispose();
        return converted;
    }

    /// <summary>Both must agree.</summary>
    public void AssertSameAsOnnxRuntime(double tolerance = 2e-5)
    {
        var expected = RunOnnxRuntime();
        foreach (var fuse in new[] { false, true })
        {
            var actual = RunTorch(fuse: fuse);
            foreach (var (name, values) in expected)
            {
                Close.Equal(
                    Array.ConvertAll(values, value => (float)value), Array.ConvertAll(actual[name], value => (float)value), tolerance, $"{_proto.Graph.Node[^1].OpType} {name}{(fuse ? " fused" : "")}");
            }
        }
    }

    /// <summary>Random numbers between minus and plus the scale.</summary>
    public static float[] Values(int seed, double scale, params long[] shape)
    {
        var random = new Random(seed);
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(((2 * random.NextDouble()) - 1) * scale);
        return values;
    }

    public static Tensor ToTensor(long[] shape, Array values) => values switch
    {
        float[] reals => tensor(reals, shape, ScalarType.Float32),
        double[] reals => tensor(reals, shape, ScalarType.Float64),
        long[] integers => tensor(integers, shape, ScalarType.Int64),
        int[] integers => tensor(Array.ConvertAll(integers, value => (long)value), shape, ScalarType.Int64).to_type(ScalarType.Int32),
        bool[] flags => tensor(Array.ConvertAll(flags, value => value ? 1L : 0L), shape, ScalarType.Int64).to_type(ScalarType.Bool),
        byte[] bytes => tensor(Array.ConvertAll(bytes, value => (long)value), shape, ScalarType.Int64).to_type(ScalarType.Byte),
        _ => throw new ArgumentException("An unknown element type.", nameof(values)),
    };

    private static OrtValue ToOrt(long[] shape, Array values) => values switch
    {
        float[] array => OrtValue.CreateTensorValueFromMemory(array, shape),
        double[] array => OrtValue.CreateTensorValueFromMemory(array, shape),
        long[] array => OrtValue.CreateTensorValueFromMemory(array, shape),
        int[] array => OrtValue.CreateTensorValueFromMemory(array, shape),
        bool[] array => OrtValue.CreateTensorValueFromMemory(array, shape),
        byte[] array => OrtValue.CreateTensorValueFromMemory(array, shape),
        _ => throw new ArgumentException("An unknown element type.", nameof(values)),
    };

    private static double[] FromOrt(OrtValue value) => value.GetTensorTypeAndShape().ElementDataType switch
    {
        Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float => Array.ConvertAll(value.GetTensorDataAsSpan<float>().ToArray(), v => (double)v),
        Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Double => value.GetTensorDataAsSpan<double>().ToArray(),
        Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int64 => Array.ConvertAll(value.GetTensorDataAsSpan<long>().ToArray(), v => (double)v),
        Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int32 => Array.ConvertAll(value.GetTensorDataAsSpan<int>().ToArray(), v => (double)v),
        Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Bool => Array.ConvertAll(value.GetTensorDataAsSpan<bool>().ToArray(), v => v ? 1.0 : 0.0),
        Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.UInt8 => Array.ConvertAll(value.GetTensorDataAsSpan<byte>().ToArray(), v => (double)v),
        var other => throw new NotSupportedException($"Results of the type {other}."),
    };

    private static DataType TypeOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Single => DataType.Float,
        TypeCode.Double => DataType.Double,
        TypeCode.Int64 => DataType.Int64,
        TypeCode.Int32 => DataType.Int32,
        TypeCode.Boolean => DataType.Bool,
        TypeCode.Byte => DataType.Uint8,
        TypeCode.SByte => DataType.Int8,
        _ => throw new ArgumentException("An unknown element type.", nameof(type)),
    };
}
