using MLNet.LlmExtensions.Models.Graphs;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>The weights of a model after training, written one at a time in the types in which the base model stores them.</summary>
internal sealed class MergedWeights
{
    private readonly Dictionary<string, Action<Stream>> _writers = new(StringComparer.Ordinal);

    /// <param name="tensors">What was trained, by the names of the graph.</param>
    /// <param name="configuration">How it was trained.</param>
    /// <param name="layers">The linear layers of the base model.</param>
    /// <param name="weights">The base model's stored weights by name.</param>
    /// <param name="data">Reads the base model's weights; must live until everything is written.</param>
    /// <param name="source">The base model, for errors.</param>
    /// <exception cref="InvalidDataException">A trained tensor has no place in the base model, or another shape.</exception>
    public MergedWeights(
        IReadOnlyDictionary<string, DenseTensor> tensors,
        LoraConfiguration configuration,
        IReadOnlyList<LinearLayer> layers,
        IReadOnlyDictionary<string, TensorProto> weights,
        TensorData data,
        string source)
    {
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
                Add(layer.Weight.Name, stream => Write(weight, (DataType)layer.Weight.DataType, data, stream));
            }
            else
            {
                if (!weights.TryGetValue(name, out var old) || !old.Dims.SequenceEqual(tensor.Shape))
                {
                    throw new InvalidDataException(
                        $"{source} has no weight '{name}' [{string.Join(", ", tensor.Shape)}], which was trained{(old is null ? "" : $", but one of [{string.Join(", ", old.Dims)}]")}. What was trained belongs to another model.");
                }

                Add(name, stream => Write(tensor, (DataType)old.DataType, stream));
            }
        }

        void Add(string name, Action<Stream> writer)
        {
            if (!_writers.TryAdd(name, writer))
                throw new InvalidDataException($"The weight '{name}' of {source} was trained in full and has an adapter. One of them can be merged.");
        }
    }

    /// <summary>What writes the bytes of the weights that are others than the base model's, by name.</summary>
    public IReadOnlyDictionary<string, Action<Stream>> Writers => _writers;

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
