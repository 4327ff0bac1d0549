using System.Buffers.Binary;
using System.Text;
using MLNet.LlmExtensions.Models.Checkpoints;

namespace MLNet.LlmExtensions.Models.Tests.Checkpoints;

/// <summary>Safetensors files as bytes, well-formed or not.</summary>
internal static class SafetensorsBytes
{
    /// <summary>A file with any header and so many bytes of data.</summary>
    public static byte[] Create(string header, int dataLength, long? claimedHeaderLength = null)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var file = new byte[8 + json.Length + dataLength];
        BinaryPrimitives.WriteInt64LittleEndian(file, claimedHeaderLength ?? json.Length);
        json.CopyTo(file, 8);
        return file;
    }

    /// <summary>Reads a header as the library does.</summary>
    public static SafetensorsHeader Read(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return SafetensorsHeader.Read(stream, "test.safetensors");
    }

    /// <summary>A well-formed file with several tensors.</summary>
    public static byte[] WellFormed()
    {
        var writer = new SafetensorsWriter();
        writer.Metadata["note"] = "made by a test";
        writer.Add("a.weight", [2, 3], new float[] { 1, 2, 3, 4, 5, 6 });
        writer.Add("b", SafetensorsType.I64, [2], new byte[16]);
        writer.Add("half", SafetensorsType.BF16, [3], new byte[6]);
        writer.Add("scalar", [], new float[] { 7 });
        using var stream = new MemoryStream();
        writer.Save(stream);
        return stream.ToArray();
    }
}
