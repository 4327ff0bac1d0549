using MLNet.LlmExtensions.Models.Checkpoints;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>Reads and writes small safetensors files whole.</summary>
internal static class StoredTensors
{
    /// <summary>
    /// The most that is read into memory: what a classifier may have of values, and a header. Above it lies a model and not what
    /// changed of one.
    /// </summary>
    public const long LargestFile = FineTunedClassifier.LargestSize + SafetensorsHeader.MaximumHeaderLength;

    /// <summary>Reads every tensor, in the order in which they lie in the file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or too large.</exception>
    public static IReadOnlyList<StoredTensor> Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"The file '{path}' is missing.", path);
        if (new FileInfo(path).Length > LargestFile)
            throw new InvalidDataException($"'{path}' has {new FileInfo(path).Length} bytes, more than the {LargestFile} that are read. It is a whole model, not what was trained of one.");
        using var file = SafetensorsFile.Open(path);
        return [.. file.Tensors.Values.OrderBy(tensor => tensor.Offset)
            .Select(tensor => new StoredTensor(tensor.Name, tensor.Type, tensor.Shape, file.GetBytes(tensor.Name).ToArray()))];
    }

    /// <summary>A writer that holds the tensors.</summary>
    public static SafetensorsWriter Writer(IEnumerable<StoredTensor> tensors)
    {
        var writer = new SafetensorsWriter();
        foreach (var tensor in tensors)
            writer.Add(tensor.Key, tensor.Type, tensor.Shape, tensor.Data);
        return writer;
    }
}
