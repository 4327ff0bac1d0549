using System.Globalization;
using MLNet.LlmExtensions.Models.Checkpoints;
using Onnx;

namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>Tensors whose bytes lie in a file beside the graph.</summary>
/// <remarks>Format: <see href="https://onnx.ai/onnx/repo-docs/ExternalData.html"/>.</remarks>
internal static class ExternalData
{
    public static bool IsExternal(TensorProto tensor) => tensor.DataLocation == TensorProto.Types.DataLocation.External;

    /// <summary>Makes a tensor refer to a file.</summary>
    public static void Set(TensorProto tensor, ExternalDataLocation location)
    {
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        tensor.ClearRawData();
        tensor.ExternalData.Clear();
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location.Location });
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = location.Offset.ToString(CultureInfo.InvariantCulture) });
        if (location.Length is { } length)
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = length.ToString(CultureInfo.InvariantCulture) });
    }

    /// <summary>What an external tensor refers to.</summary>
    /// <exception cref="InvalidDataException">The entries are missing or are not numbers.</exception>
    public static ExternalDataLocation Get(TensorProto tensor, string source)
    {
        string? location = null;
        long offset = 0;
        long? length = null;
        foreach (var entry in tensor.ExternalData)
        {
            switch (entry.Key)
            {
                case "location":
                    location = entry.Value;
                    break;
                case "offset":
                    offset = Number(entry);
                    break;
                case "length":
                    length = Number(entry);
                    break;
                default:
                    // A checksum; nobody writes one that can be trusted.
                    break;
            }
        }

        return location is null
            ? throw new InvalidDataException($"{source}: the external tensor '{tensor.Name}' has no location.")
            : new ExternalDataLocation(location, offset, length);

        long Number(StringStringEntryProto entry) =>
            long.TryParse(entry.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new InvalidDataException($"{source}: the external tensor '{tensor.Name}' has the {entry.Key} '{entry.Value}', which is not a number.");
    }

    /// <summary>Checks that an external tensor's bytes exist inside the model's folder, and says where.</summary>
    /// <returns>Full path, first byte and number of bytes.</returns>
    /// <exception cref="FileNotFoundException">The file is missing.</exception>
    /// <exception cref="InvalidDataException">The location leaves the folder, or the bytes are not inside the file.</exception>
    public static (string Path, long Offset, long Length) Resolve(TensorProto tensor, string folder, string source)
    {
        var location = Get(tensor, source);
        var path = PathGuard.Resolve(folder, location.Location, $"{source}: the external tensor '{tensor.Name}'");
        var file = new FileInfo(PathGuard.RealPath(path));
        if (!file.Exists)
            throw new FileNotFoundException($"{source} needs the external data file '{path}', which is missing.", path);
        var length = location.Length ?? Math.Max(0, file.Length - location.Offset);
        if (location.Offset > file.Length || length > file.Length - location.Offset)
        {
            throw new InvalidDataException(
                $"{source}: the external tensor '{tensor.Name}' claims {length} bytes at {location.Offset}, but '{path}' has {file.Length}. The file is cut off or belongs to another model.");
        }

        return (path, location.Offset, length);
    }
}
