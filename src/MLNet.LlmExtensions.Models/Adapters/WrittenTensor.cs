using MLNet.LlmExtensions.Models.Checkpoints;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>A tensor whose bytes are made when they are written.</summary>
/// <param name="Type">The type of its elements.</param>
/// <param name="ByteLength">How many bytes there will be.</param>
/// <param name="Write">Writes them, little-endian.</param>
internal sealed record WrittenTensor(SafetensorsType Type, long ByteLength, Action<Stream> Write);
