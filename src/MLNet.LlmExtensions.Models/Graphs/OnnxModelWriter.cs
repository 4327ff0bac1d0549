using Google.Protobuf;
using MLNet.LlmExtensions.Models.Checkpoints;
using Onnx;

namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>Writes a model as one file, or as two with the weights in the second.</summary>
internal static class OnnxModelWriter
{
    /// <summary>Tensors start at multiples of a page, so that a reader can map them.</summary>
    private const int PageLength = 4096;

    /// <summary>Smaller tensors are shapes and scalars, which readers want to see without opening another file.</summary>
    private const int SmallestExternal = 1024;

    /// <summary>Writes a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <param name="useExternalData">Whether weights go to a second file.</param>
    /// <param name="replaced">What writes the bytes of initializers whose values are others than the model's, by name.</param>
    public static void Save(OnnxModel model, string path, bool useExternalData, IReadOnlyDictionary<string, Action<Stream>> replaced)
    {
        if (!useExternalData)
        {
            AtomicFile.Write(path, Whole(model, replaced).WriteTo);
            return;
        }

        // A new name each time: the old model keeps its own weights until the new one has taken its place.
        var prefix = Path.GetFileNameWithoutExtension(path) + "-";
        var dataPath = Path.Combine(Path.GetDirectoryName(path)!, $"{prefix}{Guid.NewGuid():N}.data");
        var old = DataFilesOf(path, prefix);
        try
        {
            ModelProto? split = null;
            AtomicFile.Write(dataPath, stream => split = Split(model, stream, Path.GetFileName(dataPath), replaced));
            AtomicFile.Write(path, split!.WriteTo);
        }
        catch
        {
            AtomicFile.TryDelete(dataPath);
            throw;
        }

        foreach (var file in old)
            AtomicFile.TryDelete(file);
    }

    /// <summary>The model with every weight inside. Files are closed again, because one of them may be replaced next.</summary>
    private static ModelProto Whole(OnnxModel model, IReadOnlyDictionary<string, Action<Stream>> replaced)
    {
        using var data = new TensorData(model.ExternalDataFolder, "The graph");
        return Copy(model.Proto, tensor => Inline(tensor, data, replaced.GetValueOrDefault(tensor.Name)));
    }

    /// <summary>The model with every weight in the stream.</summary>
    private static ModelProto Split(OnnxModel model, Stream stream, string fileName, IReadOnlyDictionary<string, Action<Stream>> replaced)
    {
        using var data = new TensorData(model.ExternalDataFolder, "The graph");
        return Copy(model.Proto, tensor => Externalize(tensor, data, stream, fileName, replaced.GetValueOrDefault(tensor.Name)));
    }

    /// <summary>A copy that shares everything but the initializers, which are put in one by one.</summary>
    private static ModelProto Copy(ModelProto source, Func<TensorProto, TensorProto> convert)
    {
        var graph = source.Graph;
        var initializers = graph.Initializer.ToArray();
        // Clone copies messages deeply but shares bytes, so inline weights are not doubled.
        var copy = source.Clone();
        copy.Graph.Initializer.Clear();
        foreach (var initializer in initializers)
            copy.Graph.Initializer.Add(convert(initializer));
        return copy;
    }

    private static TensorProto Inline(TensorProto tensor, TensorData data, Action<Stream>? write)
    {
        if (!ExternalData.IsExternal(tensor) && write is null)
            return tensor;
        var bytes = new byte[TensorShape.ByteLength(tensor, "The graph")];
        using (var stream = new MemoryStream(bytes))
            Write(tensor, data, stream, write);
        var copy = WithoutData(tensor);
        copy.RawData = UnsafeByteOperations.UnsafeWrap(bytes);
        return copy;
    }

    private static TensorProto Externalize(TensorProto tensor, TensorData data, Stream stream, string fileName, Action<Stream>? write)
    {
        if (!ExternalData.IsExternal(tensor) && tensor.RawData.Length < SmallestExternal)
            return write is null ? tensor : Inline(tensor, data, write);
        var length = TensorShape.ByteLength(tensor, "The graph");
        var padding = (int)((PageLength - (stream.Position % PageLength)) % PageLength);
        stream.Write(new byte[padding]);
        var copy = WithoutData(tensor);
        ExternalData.Set(copy, new ExternalDataLocation(fileName, stream.Position, length));
        Write(tensor, data, stream, write);
        return copy;
    }

    private static void Write(TensorProto tensor, TensorData data, Stream stream, Action<Stream>? write)
    {
        if (write is null)
            data.CopyBytes(tensor, stream);
        else
            write(stream);
    }

    private static TensorProto WithoutData(TensorProto tensor)
    {
        var copy = new TensorProto { Name = tensor.Name, DataType = tensor.DataType };
        copy.Dims.Add(tensor.Dims);
        return copy;
    }

    /// <summary>The files with weights that an earlier save to this path made.</summary>
    private static string[] DataFilesOf(string path, string prefix)
    {
        if (!File.Exists(path))
            return [];
        try
        {
            return [.. OnnxModelReader.Read(path).Proto.Graph.Initializer.Where(ExternalData.IsExternal)
                .Select(tensor => ExternalData.Get(tensor, path).Location)
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(".data", StringComparison.Ordinal)
                    && name.Length == prefix.Length + 32 + ".data".Length && !name.Contains('/', StringComparison.Ordinal))
                .Distinct(StringComparer.Ordinal)
                .Select(name => Path.Combine(Path.GetDirectoryName(path)!, name))];
        }
        catch (Exception exception) when (exception is InvalidDataException or NotSupportedException or IOException)
        {
            // Whatever stood there before is not worth failing for.
            return [];
        }
    }
}
