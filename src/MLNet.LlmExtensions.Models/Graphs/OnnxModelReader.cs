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
        foreach (var tensor in Tensors(proto.Graph))
        {
            if (ExternalData.IsExternal(tensor))
                dataFolder = Anchor(tensor, folder, dataFolder, source);
            else if (tensor.HasRawData && TensorShape.ByteLength(tensor, source) != tensor.RawData.Length)
                throw new InvalidDataException($"{source}: the tensor '{tensor.Name}' [{string.Join(", ", tensor.Dims)}] has {tensor.RawData.Length} bytes, which its shape does not fit.");
        }

        return new OnnxModel(proto, dataFolder);
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
            using var stream = file.OpenRead();
            var proto = ModelProto.Parser.ParseFrom(stream);
            return proto.Graph is { Output.Count: > 0 } ? proto : throw new InvalidDataException($"'{path}' is not an ONNX model: it has no graph with an output.");
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new InvalidDataException($"'{path}' is not an ONNX model, or is damaged: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// Checks an external tensor and makes its location relative to the folder in which the data really lies: ONNX Runtime
    /// does not follow links out of the folder it is given, and download caches consist of links.
    /// </summary>
    private static string Anchor(TensorProto tensor, string folder, string? dataFolder, string source)
    {
        var (path, offset, length) = ExternalData.Resolve(tensor, folder, source);
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
