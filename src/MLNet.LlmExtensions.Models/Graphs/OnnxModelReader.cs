using Google.Protobuf;
using MLNet.LlmExtensions.Models.Checkpoints;
using Onnx;

namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>Reads ONNX files, which are untrusted: what ONNX Runtime would take from other files is checked here.</summary>
internal static class OnnxModelReader
{
    public static OnnxModel Read(string path)
    {
        var proto = Parse(path);
        var source = $"'{path}'";
        var folder = Path.GetDirectoryName(path)!;
        string? dataFolder = null;
        var files = new List<string> { path };
        foreach (var tensor in Tensors(proto.Graph))
        {
            if (ExternalData.IsExternal(tensor))
                dataFolder = Anchor(tensor, folder, dataFolder, source, files);
            else
                CheckInline(tensor, source);
        }

        return new OnnxModel(proto, dataFolder) { Files = [.. files.Distinct(StringComparer.Ordinal)] };
    }

    private static ModelProto Parse(string path)
    {
        var file = new FileInfo(PathGuard.RealPath(path));
        if (!file.Exists)
            throw new FileNotFoundException($"There is no file '{path}'.", path);
        if (file.Length > int.MaxValue)
            throw new InvalidDataException($"'{path}' has {file.Length} bytes. ONNX files are at most 2 GB; larger models keep their weights in external data.");
        try
        {
            var proto = ModelProto.Parser.ParseFrom(OnnxFileIndex.WithoutWeights(file.FullName, Path.GetFileName(path), CanRefer(path)));
            return proto.Graph is { Output.Count: > 0 } ? proto : throw new InvalidDataException($"'{path}' is not an ONNX model: it has no graph with an output.");
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new InvalidDataException($"'{path}' is not an ONNX model, or is damaged: {exception.Message}", exception);
        }
    }

    /// <summary>Whether a graph may refer to its own file: not where that is a link out of the folder.</summary>
    private static bool CanRefer(string path)
    {
        try
        {
            PathGuard.Resolve(Path.GetDirectoryName(path)!, Path.GetFileName(path), "The model");
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static void CheckInline(TensorProto tensor, string source)
    {
        var type = (TensorProto.Types.DataType)tensor.DataType;
        long? bytes = tensor.HasRawData ? tensor.RawData.Length : type switch
        {
            // Only what is read here has to fit; the rest is for the runtime to check.
            TensorProto.Types.DataType.Float => (long)tensor.FloatData.Count * sizeof(float),
            TensorProto.Types.DataType.Double => (long)tensor.DoubleData.Count * sizeof(double),
            TensorProto.Types.DataType.Float16 or TensorProto.Types.DataType.Bfloat16 => (long)tensor.Int32Data.Count * sizeof(ushort),
            _ => null,
        };
        if (bytes is { } actual && TensorShape.ByteLength(tensor, source) != actual)
            throw new InvalidDataException($"{source}: the tensor '{tensor.Name}' [{string.Join(", ", tensor.Dims)}] has {actual} bytes, which its shape does not fit.");
    }

    /// <summary>
    /// Checks an external tensor and makes its location relative to the folder in which the data really lies: ONNX Runtime
    /// does not follow links out of the folder it is given, and download caches consist of links.
    /// </summary>
    private static string Anchor(TensorProto tensor, string folder, string? dataFolder, string source, List<string> files)
    {
        var (path, offset, length) = ExternalData.Resolve(tensor, folder, source);
        files.Add(path);
        if (TensorShape.ByteLength(tensor, source) != length)
            throw new InvalidDataException($"{source}: the external tensor '{tensor.Name}' [{string.Join(", ", tensor.Dims)}] has {length} bytes, which its shape does not fit.");

        var real = PathGuard.RealPath(path);
        var realFolder = PathGuard.RealPath(folder);
        var anchor = Path.GetRelativePath(realFolder, real).StartsWith("..", StringComparison.Ordinal) ? Path.GetDirectoryName(real)! : realFolder;
        if (dataFolder is not null && dataFolder != anchor)
            throw new NotSupportedException($"{source}: external data lies in '{dataFolder}' and in '{anchor}'. Put all of it into the model's folder.");
        ExternalData.Set(tensor, new ExternalDataLocation(Path.GetRelativePath(anchor, real).Replace('\\', '/'), offset, length));
        return anchor;
    }

    private static IEnumerable<TensorProto> Tensors(GraphProto graph)
    {
        foreach (var tensor in graph.Initializer)
            yield return tensor;
        foreach (var attribute in graph.Node.SelectMany(node => node.Attribute))
        {
            foreach (var tensor in attribute.Tensors.Append(attribute.T).Where(tensor => tensor is not null))
                yield return tensor;
            foreach (var tensor in attribute.Graphs.Append(attribute.G).Where(inner => inner is not null).SelectMany(Tensors))
                yield return tensor;
        }
    }
}
