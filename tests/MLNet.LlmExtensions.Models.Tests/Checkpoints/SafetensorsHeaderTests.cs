using MLNet.LlmExtensions.Models.Checkpoints;

namespace MLNet.LlmExtensions.Models.Tests.Checkpoints;

public sealed class SafetensorsHeaderTests
{
    [Fact]
    public void Well_formed_header_gives_types_shapes_and_places()
    {
        var header = SafetensorsBytes.Read(SafetensorsBytes.WellFormed());
        Assert.Equal(["a.weight", "b", "half", "scalar"], header.Tensors.Keys.Order());
        var weight = header.Tensors["a.weight"];
        Assert.Equal((SafetensorsType.F32, 24L, 6L), (weight.Type, weight.ByteLength, weight.Count));
        Assert.Equal([2L, 3L], weight.Shape);
        Assert.Empty(header.Tensors["scalar"].Shape);
        Assert.Equal("made by a test", header.Metadata["note"]);
    }

    [Theory]
    [InlineData("[]", "object")]
    [InlineData("{", "JSON")]
    [InlineData("nonsense", "JSON")]
    [InlineData("{} {}", "JSON")]
    [InlineData("""{"a":5}""", "'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", "lacks")]
    [InlineData("""{"a":{"dtype":"F33","shape":[1],"data_offsets":[0,4]}}""", "F33")]
    [InlineData("""{"a":{"dtype":4,"shape":[1],"data_offsets":[0,4]}}""", "dtype")]
    [InlineData("""{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}""", "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "does not fit")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387905],"data_offsets":[0,4]}}""", "does not fit")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", "data offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", "claims")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", "data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[16,20]}}""", "cut off")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[9223372036854775803,9223372036854775807]}}""", "claims")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "twice")]
    [InlineData("""{"__metadata__":{"a":1}}""", "__metadata__")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "Unicode")]
    public void Malformed_header_is_refused_with_the_reason(string header, string reason)
    {
        var error = Assert.Throws<InvalidDataException>(() => SafetensorsBytes.Read(SafetensorsBytes.Create(header, 16)));
        Assert.Contains("test.safetensors", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(SafetensorsHeader.MaximumHeaderLength + 1)]
    [InlineData(1_000)]
    public void Header_length_that_cannot_be_is_refused_before_anything_is_allocated(long claimed)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => SafetensorsBytes.Read(SafetensorsBytes.Create("{}", 4, claimed)));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public void File_that_is_cut_off_anywhere_is_refused()
    {
        var file = SafetensorsBytes.WellFormed();
        for (var length = 0; length < file.Length; length++)
            Assert.Throws<InvalidDataException>(() => SafetensorsBytes.Read(file[..length]));
    }

    [Fact]
    public void Damaged_bytes_are_refused_or_read_within_bounds()
    {
        var random = new Random(20261120);
        var original = SafetensorsBytes.WellFormed();
        for (var round = 0; round < 20_000; round++)
        {
            var file = (byte[])original.Clone();
            for (var change = random.Next(1, 6); change > 0; change--)
                file[random.Next(file.Length)] = (byte)random.Next(256);
            try
            {
                foreach (var tensor in SafetensorsBytes.Read(file).Tensors.Values)
                    Assert.True(tensor.Offset >= 8 && tensor.ByteLength >= 0 && tensor.Offset + tensor.ByteLength <= file.Length);
            }
            catch (InvalidDataException)
            {
                // The one exception that a damaged file may give.
            }
        }
    }
}
