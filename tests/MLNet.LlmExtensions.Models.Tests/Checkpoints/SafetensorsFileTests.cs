using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Models.Tests.Checkpoints;

public sealed class SafetensorsFileTests
{
    [Fact]
    public void What_was_written_is_read()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("x.safetensors");
        File.WriteAllBytes(path, SafetensorsBytes.WellFormed());
        using var file = SafetensorsFile.Open(path);
        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f], file.GetElements<float>("a.weight").ToArray());
        Assert.Equal(6, file.GetBytes("half").Length);
        Assert.Equal(7f, file.GetElements<float>("scalar")[0]);
        Assert.Throws<ArgumentException>(() => file.GetElements<float>("b").Length);
        Assert.Throws<KeyNotFoundException>(() => file.GetBytes("c").Length);
    }

    [Fact]
    public void Tensor_beyond_two_gigabytes_is_mapped_without_being_read()
    {
        // A sparse file: three gigabytes long, a few kilobytes on disk.
        const long Count = 800_000_000;
        using var folder = new TemporaryFolder();
        var path = folder.File("large.safetensors");
        var start = SafetensorsBytes.Create($$"""{ "w": { "dtype": "F32", "shape": [{{Count}}], "data_offsets": [0, {{Count * 4}}] } }""", 0);
        using (var stream = File.Create(path))
        {
            stream.Write(start);
            stream.SetLength(start.Length + (Count * 4));
            stream.Position = stream.Length - 4;
            stream.Write(BitConverter.GetBytes(42f));
        }

        using var file = SafetensorsFile.Open(path);
        Assert.Equal(42f, file.GetElements<float>("w")[^1]);
        Assert.Throws<NotSupportedException>(() => file.GetBytes("w").Length);
    }

    [Fact]
    public void Missing_file_is_named()
    {
        var error = Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Open("/nowhere/model.safetensors"));
        Assert.Contains("/nowhere/model.safetensors", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Disposed_file_gives_no_spans()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("x.safetensors"), SafetensorsBytes.WellFormed());
        var file = SafetensorsFile.Open(folder.File("x.safetensors"));
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.GetBytes("b").Length);
    }

    [Fact]
    public void Writer_refuses_what_does_not_fit()
    {
        var writer = new SafetensorsWriter();
        writer.Add("a", [2], new float[2]);
        Assert.Throws<ArgumentException>(() => writer.Add("a", [2], new float[2]));
        Assert.Throws<ArgumentException>(() => writer.Add("b", [3], new float[2]));
        Assert.Throws<ArgumentException>(() => writer.Add("c", SafetensorsType.F16, [2], new byte[3]));
    }

    [Fact]
    public void Data_starts_at_a_multiple_of_eight_bytes()
    {
        var header = SafetensorsBytes.Read(SafetensorsBytes.WellFormed());
        Assert.Equal(0, header.Tensors["a.weight"].Offset % 8);
    }

    [Fact]
    public void Write_that_fails_midway_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("x.bin");
        File.WriteAllText(path, "old");
        Assert.Throws<IOException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[100_000]);
            throw new IOException("No space left on device.");
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }
}
