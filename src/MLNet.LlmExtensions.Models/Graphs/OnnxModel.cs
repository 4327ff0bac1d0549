using Google.Protobuf;
using Onnx;

namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>
/// An ONNX graph: the one form that every model takes, whether it was built from a checkpoint or read from an export.
/// </summary>
/// <remarks>
/// Large weights stay where they are: the graph refers to them by file, offset and length relative to
/// <see cref="ExternalDataFolder"/>. Instances are not changed after they are made and may be shared between threads.
/// Nothing here needs disposing.
/// </remarks>
public sealed class OnnxModel
{
    /// <summary>The limit of ONNX's binary form.</summary>
    private const long LargestGraph = int.MaxValue;

    internal OnnxModel(ModelProto proto, string? externalDataFolder)
    {
        Proto = proto;
        ExternalDataFolder = externalDataFolder;
        var initializers = proto.Graph.Initializer.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        InputNames = [.. proto.Graph.Input.Select(i => i.Name).Where(name => !initializers.Contains(name))];
        OutputNames = [.. proto.Graph.Output.Select(o => o.Name)];
    }

    /// <summary>The folder that locations of external tensors are relative to; null when every tensor is inside the graph.</summary>
    public string? ExternalDataFolder { get; }

    /// <summary>
    /// The graph's inputs, each int64 [batch, sequence]: <c>input_ids</c>, <c>attention_mask</c>, and
    /// <c>token_type_ids</c> where the model has token types.
    /// </summary>
    public IReadOnlyList<string> InputNames { get; }

    /// <summary>The graph's outputs; the first one is what was asked for.</summary>
    public IReadOnlyList<string> OutputNames { get; }

    /// <summary>How many numbers of a sentence embedding each readout has, in their order; empty for other outputs.</summary>
    internal IReadOnlyList<int> ReadoutDimensions { get; init; } = [];

    /// <summary>Full paths of the files that the graph was read from, under the names they have in the model's folder.</summary>
    internal IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The graph itself.</summary>
    internal ModelProto Proto { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">An ONNX file; external data lies in the same folder.</param>
    /// <exception cref="FileNotFoundException">The file or a file with external data is missing.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is not an ONNX model, a tensor's size does not fit its shape, or external data lies outside the folder or
    /// outside its file.
    /// </exception>
    public static OnnxModel Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return OnnxModelReader.Read(Path.GetFullPath(path));
    }

    /// <summary>The graph in ONNX's binary form, with references to external tensors left as references.</summary>
    /// <remarks>
    /// ONNX Runtime opens it when its session option <c>session.model_external_initializers_file_folder_path</c> is
    /// <see cref="ExternalDataFolder"/>.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The graph itself is above 2 GB, as quantised weights of a very large model are.</exception>
    public byte[] ToByteArray() =>
        IsTooLarge(InlineLength())
            ? throw new InvalidOperationException(
                "The graph holds more than 2 GB of weights, which ONNX's binary form cannot. Save it to a file, which puts the weights beside it, and use that folder as the model.")
            : Proto.ToByteArray();

    /// <summary>Writes the model so that it needs no other file, or only one beside it.</summary>
    /// <param name="path">
    /// The file. Above 2 GB the weights go to a second file <c>&lt;name&gt;-&lt;number&gt;.data</c> in the same folder.
    /// </param>
    /// <param name="useExternalData">Whether to put the weights into the second file whatever their size.</param>
    /// <remarks>
    /// A file of that name is replaced only once everything new is complete and on disk; when writing fails it stays as it
    /// was, and still has its own weights.
    /// </remarks>
    public void Save(string path, bool useExternalData = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Save(path, useExternalData, new Dictionary<string, Action<Stream>>());
    }

    /// <summary>Writes the model with other bytes for some initializers, which are written one after the other.</summary>
    internal void Save(string path, bool useExternalData, IReadOnlyDictionary<string, Action<Stream>> replaced) =>
        OnnxModelWriter.Save(this, Path.GetFullPath(path), useExternalData || IsTooLarge(InlineLength() + ExternalLength()), replaced);

    private static bool IsTooLarge(long weights)
    {
        // Nodes and names are small beside the weights; a sixteenth is more than they ever take.
        return weights > LargestGraph - (LargestGraph / 16);
    }

    private long InlineLength() => Proto.Graph.Initializer.Sum(tensor => (long)tensor.RawData.Length);

    private long ExternalLength() => Proto.Graph.Initializer.Where(ExternalData.IsExternal).Sum(tensor => TensorShape.ByteLength(tensor, "The graph"));
}
