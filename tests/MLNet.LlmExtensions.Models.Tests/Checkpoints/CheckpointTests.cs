using System.Text.Json.Nodes;
using MLNet.LlmExtensions.Models.Checkpoints;

namespace MLNet.LlmExtensions.Models.Tests.Checkpoints;

public sealed class CheckpointTests
{
    [Fact]
    public void Weights_that_are_a_pickle_only_are_refused_with_the_way_out()
    {
        using var model = new TinyModel();
        File.Move(model.File("model.safetensors"), model.File("pytorch_model.bin"));
        var error = Assert.Throws<NotSupportedException>(model.Open);
        Assert.Contains("pytorch_model.bin", error.Message, StringComparison.Ordinal);
        Assert.Contains("safetensors", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_weights_are_named()
    {
        using var model = new TinyModel();
        File.Delete(model.File("model.safetensors"));
        Assert.Contains("model.safetensors", Assert.Throws<FileNotFoundException>(model.Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_are_cut_off_are_refused_when_the_model_is_opened()
    {
        using var model = new TinyModel();
        using (var stream = File.OpenWrite(model.File("model.safetensors")))
            stream.SetLength(stream.Length - 1);
        Assert.Contains("cut off", Assert.Throws<InvalidDataException>(model.Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shards_of_an_index_form_one_checkpoint()
    {
        using var model = Sharded();
        Assert.Equal(2, Checkpoint.Open(model.Folder).Tensors.Values.Select(tensor => tensor.FileName).Distinct().Count());
    }

    [Fact]
    public void Missing_shard_is_named()
    {
        using var model = Sharded();
        File.Delete(model.File("second.safetensors"));
        Assert.Contains("second.safetensors", Assert.Throws<FileNotFoundException>(() => Checkpoint.Open(model.Folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "weight_map")]
    [InlineData("""{"weight_map":{"a":"../first.safetensors"}}""", "../first.safetensors")]
    [InlineData("""{"weight_map":{"a":"/etc/passwd"}}""", "/etc/passwd")]
    [InlineData("""{"weight_map":{"a":5}}""", "weight_map.a")]
    [InlineData("""{"weight_map":{"b":"first.safetensors"}}""", "'b'")]
    public void Index_that_cannot_be_is_refused(string index, string reason)
    {
        using var model = Sharded();
        model.WithText(Checkpoint.IndexFileName, index);
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Checkpoint.Open(model.Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_index_gives_only_the_documented_exceptions()
    {
        using var model = Sharded();
        var original = File.ReadAllBytes(model.File(Checkpoint.IndexFileName));
        var random = new Random(3);
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = (byte[])original.Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(model.File(Checkpoint.IndexFileName), bytes);
            try
            {
                Checkpoint.Open(model.Folder);
            }
            catch (Exception exception) when (exception is InvalidDataException or FileNotFoundException)
            {
                // What the documentation says a damaged index gives.
            }
        }
    }

    private static TinyModel Sharded()
    {
        var model = new TinyModel();
        File.Delete(model.File("model.safetensors"));
        foreach (var (name, tensor) in new[] { ("first", "a"), ("second", "c") })
        {
            var writer = new SafetensorsWriter();
            writer.Add(tensor, [1], new float[1]);
            writer.Save(model.File(name + ".safetensors"));
        }

        var map = new JsonObject { ["a"] = "first.safetensors", ["c"] = "second.safetensors" };
        return model.With(Checkpoint.IndexFileName, ("weight_map", map));
    }
}
