using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EncoderTraining.Export;

/// <summary>
/// Writes and reads weights as a safetensors file: the header's length (8 bytes, little-endian), a JSON header, and the
/// numbers in row-major order.
/// </summary>
internal static class Safetensors
{
    /// <summary>Writes the tensors as F32, or as F16 with <paramref name="half"/>.</summary>
    public static void Write(string path, IEnumerable<WeightTensor> tensors, bool half)
    {
        var width = half ? 2 : 4;
        var header = new JsonObject { ["__metadata__"] = new JsonObject { ["format"] = "pt" } };
        var all = tensors.ToArray();
        var offset = 0L;
        foreach (var tensor in all)
        {
            var end = offset + (long)width * tensor.View.Rows * tensor.View.Columns;
            header[tensor.Name] = new JsonObject
            {
                ["dtype"] = half ? "F16" : "F32",
                ["shape"] = new JsonArray([.. tensor.Shape.Select(n => (JsonNode)n)]),
                ["data_offsets"] = new JsonArray(offset, end),
            };
            offset = end;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        var padding = -json.Length & 7; // the numbers begin at a multiple of 8
        var temporary = path + ".tmp";
        using (var stream = new BufferedStream(File.Create(temporary), 1 << 20))
        {
            Span<byte> number = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(number, json.Length + padding);
            stream.Write(number);
            stream.Write(json);
            for (var i = 0; i < padding; i++)
                stream.WriteByte((byte)' ');
            foreach (var tensor in all)
                WriteNumbers(stream, tensor, half);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Fills the tensors' views from a file that <see cref="Write"/> made; others in it are ignored.</summary>
    public static void Read(string path, IEnumerable<WeightTensor> tensors)
    {
        var bytes = File.ReadAllBytes(path);
        var headerLength = bytes.Length < 8 ? -1 : BinaryPrimitives.ReadInt64LittleEndian(bytes);
        if (headerLength < 2 || headerLength > bytes.Length - 8)
            throw new InvalidDataException($"{path} is not a safetensors file.");
        using var header = JsonDocument.Parse(bytes.AsMemory(8, (int)headerLength));
        var data = bytes.AsSpan(8 + (int)headerLength);
        foreach (var tensor in tensors)
        {
            if (!header.RootElement.TryGetProperty(tensor.Name, out var entry))
                throw new InvalidDataException($"{path} has no tensor {tensor.Name}.");
            var shape = entry.GetProperty("shape").EnumerateArray().Select(n => n.GetInt32());
            if (!shape.SequenceEqual(tensor.Shape))
                throw new InvalidDataException($"{path}: {tensor.Name} does not have the shape of this encoder.");
            var half = entry.GetProperty("dtype").GetString() == "F16";
            ReadNumbers(data[entry.GetProperty("data_offsets")[0].GetInt32()..], tensor, half);
        }
    }

    private static void WriteNumbers(Stream stream, WeightTensor tensor, bool half)
    {
        Span<byte> number = stackalloc byte[4];
        for (var i = 0; i < tensor.View.Rows; i++)
        {
            for (var j = 0; j < tensor.View.Columns; j++)
            {
                var value = tensor.View.Data[Index(tensor, i, j)];
                if (half)
                {
                    BinaryPrimitives.WriteHalfLittleEndian(number, (Half)value);
                    stream.Write(number[..2]);
                }
                else
                {
                    BinaryPrimitives.WriteSingleLittleEndian(number, value);
                    stream.Write(number);
                }
            }
        }
    }

    private static void ReadNumbers(ReadOnlySpan<byte> data, WeightTensor tensor, bool half)
    {
        for (var i = 0; i < tensor.View.Rows; i++)
        {
            for (var j = 0; j < tensor.View.Columns; j++)
            {
                tensor.View.Data[Index(tensor, i, j)] = half
                    ? (float)BinaryPrimitives.ReadHalfLittleEndian(data)
                    : BinaryPrimitives.ReadSingleLittleEndian(data);
                data = data[(half ? 2 : 4)..];
            }
        }
    }

    private static int Index(WeightTensor tensor, int i, int j) =>
        tensor.View.Offset + i * tensor.View.RowStride + j * tensor.View.ColumnStride;
}
