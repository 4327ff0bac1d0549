using System.Globalization;
using Google.Protobuf;
using MLNet.LlmExtensions.Models.Checkpoints;
using Onnx;

namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>
/// Reads an ONNX file without its weights: a large tensor inside the graph becomes a reference to the place in the same
/// file where its bytes are, so that they are never copied.
/// </summary>
/// <remarks>
/// It walks the file's fields only as deep as the initializers of the graph and copies everything else as it is. The wire
/// format is described at <see href="https://protobuf.dev/programming-guides/encoding/"/>.
/// </remarks>
internal sealed class OnnxFileIndex
{
    /// <summary>Smaller tensors stay in the graph: copying them costs nothing, and their bytes may lie at any address.</summary>
    internal const int SmallestReference = 1 << 16;

    private const int VarintWire = 0;
    private const int Fixed64Wire = 1;
    private const int LengthWire = 2;
    private const int Fixed32Wire = 5;

    private readonly string _location;

    private OnnxFileIndex(string location) => _location = location;

    /// <summary>The file's model with references in place of large tensors.</summary>
    /// <param name="path">The file.</param>
    /// <param name="location">What references call the file.</param>
    /// <param name="mayRefer">Whether to make references at all.</param>
    /// <exception cref="InvalidDataException">The file is empty, or its fields do not fit together.</exception>
    public static byte[] WithoutWeights(string path, string location, bool mayRefer)
    {
        using var mapped = new MappedFile(path);
        var file = mapped.Span<byte>(0, checked((int)mapped.Length));
        try
        {
            return mayRefer ? new OnnxFileIndex(location).Model(file) : file.ToArray();
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"'{path}' is not an ONNX model, or is damaged: {exception.Message}", exception);
        }
    }

    private byte[] Model(ReadOnlySpan<byte> file)
    {
        using var result = new MemoryStream();
        foreach (var field in new Fields(file, 0))
        {
            if (field.IsMessage(ModelProto.GraphFieldNumber))
                Write(result, field.Number, Graph(file.Slice(field.ValueStart, field.ValueLength), field.ValueStart));
            else
                result.Write(file[field.Start..field.End]);
        }

        return result.ToArray();
    }

    private byte[] Graph(ReadOnlySpan<byte> graph, int offset)
    {
        using var result = new MemoryStream();
        foreach (var field in new Fields(graph, offset))
        {
            var bytes = graph[(field.Start - offset)..(field.End - offset)];
            if (field.IsMessage(GraphProto.InitializerFieldNumber) && field.ValueLength >= SmallestReference
                && Tensor(graph.Slice(field.ValueStart - offset, field.ValueLength), field.ValueStart) is { } tensor)
                Write(result, field.Number, tensor);
            else
                result.Write(bytes);
        }

        return result.ToArray();
    }

    /// <summary>The tensor as a reference, or null where it has no large raw data.</summary>
    private byte[]? Tensor(ReadOnlySpan<byte> tensor, int offset)
    {
        using var result = new MemoryStream();
        ExternalDataLocation? reference = null;
        foreach (var field in new Fields(tensor, offset))
        {
            if (!field.IsMessage(TensorProto.RawDataFieldNumber))
            {
                if (field.Number is TensorProto.DataLocationFieldNumber or TensorProto.ExternalDataFieldNumber)
                    return null;
                result.Write(tensor[(field.Start - offset)..(field.End - offset)]);
                continue;
            }

            if (reference is not null || field.ValueLength < SmallestReference)
                return null;
            reference = new ExternalDataLocation(_location, field.ValueStart, field.ValueLength);
        }

        if (reference is null)
            return null;
        var addition = new TensorProto();
        ExternalData.Set(addition, reference);
        addition.WriteTo(result);
        return result.ToArray();
    }

    private static void Write(MemoryStream stream, int number, byte[] message)
    {
        using var output = new CodedOutputStream(stream, leaveOpen: true);
        output.WriteTag(number, WireFormat.WireType.LengthDelimited);
        output.WriteLength(message.Length);
        output.Flush();
        stream.Write(message);
    }

    /// <summary>A field of a message; places count from the start of the file.</summary>
    private readonly record struct Field(int Number, int Wire, int Start, int ValueStart, int End)
    {
        public int ValueLength => End - ValueStart;

        public bool IsMessage(int number) => Number == number && Wire == LengthWire;
    }

    /// <summary>The fields of a message, one after the other.</summary>
    private ref struct Fields(ReadOnlySpan<byte> message, int offset)
    {
        private readonly ReadOnlySpan<byte> _message = message;
        private int _position;

        public Field Current { get; private set; }

        public readonly Fields GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_position == _message.Length)
                return false;
            var start = _position;
            var tag = Varint();
            var (number, wire) = (tag >> 3, (int)(tag & 7));
            if (number is 0 or > int.MaxValue)
                throw new InvalidDataException($"field number {number.ToString(CultureInfo.InvariantCulture)} at byte {offset + start}.");
            var valueStart = _position;
            switch (wire)
            {
                case VarintWire:
                    Varint();
                    break;
                case Fixed64Wire:
                    Skip(sizeof(ulong), start);
                    break;
                case Fixed32Wire:
                    Skip(sizeof(uint), start);
                    break;
                case LengthWire:
                    var length = Varint();
                    valueStart = _position;
                    Skip(length, start);
                    break;
                default:
                    throw new InvalidDataException($"a field of the unknown kind {wire} at byte {offset + start}.");
            }

            Current = new Field((int)number, wire, offset + start, offset + valueStart, offset + _position);
            return true;
        }

        private void Skip(ulong length, int start)
        {
            if (length > (ulong)(_message.Length - _position))
                throw new InvalidDataException($"a field of {length} bytes at byte {offset + start}, where {_message.Length - _position} follow.");
            _position += (int)length;
        }

        private ulong Varint()
        {
            ulong value = 0;
            for (var shift = 0; shift < 64; shift += 7)
            {
                if (_position == _message.Length)
                    throw new InvalidDataException("a number is cut off.");
                var part = _message[_position++];
                value |= (ulong)(part & 0x7F) << shift;
                if (part < 0x80)
                    return value;
            }

            throw new InvalidDataException("a number is too long.");
        }
    }
}
