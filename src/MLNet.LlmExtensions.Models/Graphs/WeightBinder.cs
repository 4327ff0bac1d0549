using MLNet.LlmExtensions.Models.Checkpoints;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>
/// Brings checkpoint tensors into a graph: as references into the safetensors files, under the checkpoint's own names.
/// </summary>
internal sealed class WeightBinder(GraphBuilder graph, IWeightSource checkpoint)
{
    private readonly Dictionary<string, string> _bound = new(StringComparer.Ordinal);
    private string _prefix = "";

    /// <summary>
    /// Finds out which prefix the checkpoint puts before its names: a head model's tensors are one level deeper than a
    /// base model's.
    /// </summary>
    /// <param name="probe">A name that every checkpoint of the architecture has.</param>
    /// <param name="prefixes">The prefixes that occur.</param>
    public void DetectPrefix(string probe, params ReadOnlySpan<string> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (Has(prefix + probe))
            {
                _prefix = prefix;
                return;
            }
        }

        throw new InvalidDataException(
            $"'{checkpoint.Folder}': no weight file has the tensor '{string.Join("' or '", prefixes.ToArray().Select(p => p + probe))}'.");
    }

    /// <summary>Whether the model itself has a tensor, under the detected prefix.</summary>
    public bool Contains(string name) => Has(_prefix + name);

    /// <summary>Whether the checkpoint has a tensor outside the detected prefix, for example a head.</summary>
    public bool ContainsOutside(string name) => checkpoint.Contains(name);

    /// <summary>A tensor of the model itself, as a float value of the graph.</summary>
    /// <exception cref="InvalidDataException">It is missing, or has another shape or an unfit type.</exception>
    public string Bind(string name, params ReadOnlySpan<long> shape) => BindExactly(_prefix + name, shape);

    /// <summary>A tensor outside the detected prefix.</summary>
    /// <exception cref="InvalidDataException">It is missing, or has another shape or an unfit type.</exception>
    public string BindOutside(string name, params ReadOnlySpan<long> shape) => BindExactly(name, shape);

    private bool Has(string name) => checkpoint.Contains(name) || checkpoint.Contains(LayerNormNames.Old(name));

    private string BindExactly(string name, ReadOnlySpan<long> shape)
    {
        if ((checkpoint.Find(name, shape) ?? checkpoint.Find(LayerNormNames.Old(name), shape)) is not { } found)
        {
            throw new InvalidDataException(
                $"'{checkpoint.Folder}': the tensor '{name}' [{Join(shape)}] is missing. The configuration does not fit the weights, or the checkpoint is incomplete.");
        }

        var tensor = found.Tensor;
        if (!shape.SequenceEqual(tensor.Shape.ToArray()))
        {
            throw new InvalidDataException(
                $"'{found.Path}': the tensor '{tensor.Name}' has the shape [{Join(tensor.Shape.ToArray())}], but the configuration asks for [{Join(shape)}].");
        }

        if (_bound.TryGetValue(tensor.Name, out var value))
            return value;

        var external = ExternalTensor(found)
            ?? throw new NotSupportedException($"'{found.Path}': the tensor '{tensor.Name}' is stored as {tensor.Type.NameOf()}. Supported are F32, F16, BF16 and F64; quantised checkpoints are not.");
        value = graph.Initializer(external);
        if (external.DataType != (int)DataType.Float)
            value = graph.Cast(value, DataType.Float);
        _bound.Add(tensor.Name, value);
        return value;
    }

    /// <summary>A checkpoint's tensor as a reference into its file, or null where it is not of a floating-point type.</summary>
    public static TensorProto? ExternalTensor(CheckpointTensor source)
    {
        DataType? type = source.Tensor.Type switch
        {
            SafetensorsType.F32 => DataType.Float,
            SafetensorsType.F16 => DataType.Float16,
            SafetensorsType.BF16 => DataType.Bfloat16,
            SafetensorsType.F64 => DataType.Double,
            _ => null,
        };
        if (type is null)
            return null;
        var result = new TensorProto { Name = source.Tensor.Name, DataType = (int)type };
        result.Dims.Add(source.Tensor.Shape);
        ExternalData.Set(result, new ExternalDataLocation(source.FileName, source.Tensor.Offset, source.Tensor.ByteLength));
        return result;
    }

    private static string Join(ReadOnlySpan<long> shape) => string.Join(", ", shape.ToArray());
}
