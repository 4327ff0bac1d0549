using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Graphs;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>The weights of a model after training, written one at a time in the types in which the base model stores them, or in one type.</summary>
internal sealed class MergedWeights
{
    private readonly Dictionary<string, WrittenTensor> _writers = new(StringComparer.Ordinal);
    private readonly DataType? _type;

    /// <param name="tensors">What was trained, by the names of the graph.</param>
    /// <param name="configuration">How it was trained.</param>
    /// <param name="layers">The linear layers of the base model.</param>
    /// <param name="weights">The base model's stored weights by name.</param>
    /// <param name="precision">The type of all weights; null to leave each as the base model has it.</param>
    /// <param name="data">Reads the base model's weights; must live until everything is written.</param>
    /// <param name="source">The base model, for errors.</param>
    /// <exception cref="InvalidDataException">A trained tensor has no place in the base model, or another shape.</exception>
    public MergedWeights(
        IReadOnlyDictionary<string, DenseTensor> tensors,
        LoraConfiguration configuration,
        IReadOnlyList<LinearLayer> layers,
        IReadOnlyDictionary<string, TensorProto> weights,
        StoredPrecision? precision,
        TensorData data,
        string source)
    {
        _type = precision switch
        {
            StoredPrecision.Float32 => DataType.Float,
            StoredPrecision.Float16 => DataType.Float16,
            StoredPrecision.BFloat16 => DataType.Bfloat16,
            _ => null,
        };
        var adapted = layers.ToDictionary(layer => layer.Module, StringComparer.Ordinal);
        foreach (var (name, tensor) in tensors)
        {
            if (TensorNames.ModuleOfB(name) is not null || TensorNames.ModuleOfMagnitude(name) is not null)
                continue;
            if (TensorNames.ModuleOfA(name) is { } module)
            {
                var layer = adapted.GetValueOrDefault(module)
                    ?? throw new InvalidDataException($"{source} has no linear layer '{module}', which the adapter is for. The adapter belongs to another model.");
                var weight = LoraWeight.Of(layer, tensors, configuration);
                Add(layer.Weight, (type, stream) => Write(weight, type, data, stream));
            }
            else
            {
                if (!weights.TryGetValue(name, out var old) || !old.Dims.SequenceEqual(tensor.Shape))
                {
                    throw new InvalidDataException(
                        $"{source} has no weight '{name}' [{string.Join(", ", tensor.Shape)}], which was trained{(old is null ? "" : $", but one of [{string.Join(", ", old.Dims)}]")}. What was trained belongs to another model.");
                }

                Add(old, (type, stream) => Write(tensor, type, stream));
            }
        }

        if (_type is not null)
        {
            foreach (var weight in weights.Values.Where(weight => !_writers.ContainsKey(weight.Name)))
                Add(weight, (type, stream) => Convert(weight, type, data, stream));
        }

        void Add(TensorProto weight, Action<DataType, Stream> write)
        {
            var count = weight.Dims.Aggregate(1L, (product, size) => checked(product * size));
            if (!_writers.TryAdd(weight.Name, Written(count, _type ?? (DataType)weight.DataType, write)))
                throw new InvalidDataException($"The weight '{weight.Name}' of {source} was trained in full and has an adapter. One of them can be merged.");
        }
    }

    /// <summary>What writes the bytes of the weights that are others than the base model's, by name.</summary>
    public IReadOnlyDictionary<string, Action<Stream>> Writers => _writers.ToDictionary(pair => pair.Key, pair => pair.Value.Write, StringComparer.Ordinal);

    /// <summary>How a weight is written that is another than the base model's, or has another type; null for the others.</summary>
    public WrittenTensor? Find(string name) => _writers.GetValueOrDefault(name);

    /// <summary>How a tensor is written that the base model does not have.</summary>
    public WrittenTensor Whole(DenseTensor tensor) =>
        Written(tensor.Values.Length, _type ?? DataType.Float, (type, stream) => Write(tensor, type, stream));

    private static WrittenTensor Written(long count, DataType type, Action<DataType, Stream> write) => new(
        type switch
        {
            DataType.Float16 => SafetensorsType.F16,
            DataType.Bfloat16 => SafetensorsType.BF16,
            DataType.Double => SafetensorsType.F64,
            _ => SafetensorsType.F32,
        },
        checked(count * FloatConversion.SizeOf(type)),
        stream => write(type, stream));

    private static void Convert(TensorProto weight, DataType type, TensorData data, Stream stream)
    {
        const int Piece = 1 << 18;
        var count = weight.Dims.Aggregate(1L, (product, size) => checked(product * size));
        var values = new float[Math.Min(Piece, count)];
        var bytes = new byte[values.Length * FloatConversion.SizeOf(type)];
        for (long start = 0; start < count; start += Piece)
        {
            var piece = values.AsSpan(0, (int)Math.Min(Piece, count - start));
            data.CopyFloats(weight, start, piece);
            FloatConversion.Narrow(piece, type, bytes);
            stream.Write(bytes, 0, piece.Length * FloatConversion.SizeOf(type));
        }
    }

    private static void Write(LoraWeight weight, DataType type, TensorData data, Stream stream)
    {
        var gains = weight.Gains(data);
        var row = new float[weight.Columns];
        var bytes = new byte[weight.Columns * FloatConversion.SizeOf(type)];
        for (var i = 0; i < weight.Rows; i++)
        {
            weight.CopyRow(data, i, gains, row);
            FloatConversion.Narrow(row, type, bytes);
            stream.Write(bytes);
        }
    }

    private static void Write(DenseTensor tensor, DataType type, Stream stream)
    {
        const int Piece = 1 << 18;
        var size = FloatConversion.SizeOf(type);
        var bytes = new byte[Math.Min(Piece, tensor.Values.Length) * size];
        for (var i = 0; i < tensor.Values.Length; i += Piece)
        {
            var piece = tensor.Values.AsSpan(i, Math.Min(Piece, tensor.Values.Length - i));
            FloatConversion.Narrow(piece, type, bytes);
            stream.Write(bytes, 0, piece.Length * size);
        }
    }
}
