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
    internal OnnxModel(ModelProto proto, string? externalDataFolder)
    {
        Proto = proto;
        ExternalDataFolder = externalDataFolder;
        var initializers = proto.Graph.Initializer.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        InputNames = [.. proto.Graph.Input.Select(i => i.Name).Where(name => !initializers.Contains(name))];
        OutputNames = [.. proto.Graph.Output.Select(o => o.Name)];
    }

    /// <summary>The graph itself.</summary>
    internal ModelProto Proto { get; }

    /// <summary>The folder that locations of external tensors are relative to; null when every tensor is inside the graph.</summary>
    public string? ExternalDataFolder { get; }

    /// <summary>
    /// The graph's inputs, each int64 [batch, sequence]: <c>input_ids</c>, <c>attention_mask</c>, and
    /// <c>token_type_ids</c> where the model has token types.
    /// </summary>
    public IReadOnlyList<string> InputNames { get; }

    /// <summary>The graph's outputs; the first one is what was asked for.</summary>
    public IReadOnlyList<string> OutputNames { get; }

    /// <summary>The graph in ONNX's binary form, with references to external tensors left as references.</summary>
    public byte[] ToByteArray() => Proto.ToByteArray();
}
