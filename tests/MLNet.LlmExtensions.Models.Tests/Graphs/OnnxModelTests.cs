using Google.Protobuf;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Tests.Graphs;

public sealed class OnnxModelTests
{
    [Fact]
    public void Fields_that_are_not_in_the_schema_survive()
    {
        using var folder = new TemporaryFolder();
        var bytes = new List<byte>(Small().ToByteArray());
        // Field 99 of the model, a string: tag (99 << 3 | 2) as a varint, length, text.
        bytes.AddRange([0x9A, 0x06, 5, .. "extra"u8]);
        File.WriteAllBytes(folder.File("model.onnx"), [.. bytes]);
        Assert.Equal(bytes, OnnxModel.Read(folder.File("model.onnx")).ToByteArray());
    }

    [Theory]
    [InlineData("../weights.bin")]
    [InlineData("/etc/passwd")]
    [InlineData("sub/../../weights.bin")]
    [InlineData("link.bin")]
    [InlineData("")]
    public void External_data_outside_the_folder_is_refused(string location)
    {
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();
        File.WriteAllBytes(other.File("weights.bin"), new byte[64]);
        File.CreateSymbolicLink(folder.File("link.bin"), other.File("weights.bin"));
        Write(folder, location, offset: 0, length: 16);
        Assert.Throws<InvalidDataException>(() => OnnxModel.Read(folder.File("model.onnx")));
    }

    [Theory]
    [InlineData("0", "17")]
    [InlineData("1", "16")]
    [InlineData("-1", "16")]
    [InlineData("99999999999999999999", "16")]
    [InlineData("9223372036854775807", "16")]
    [InlineData("0", "12")]
    [InlineData("0", "x")]
    public void External_data_outside_its_file_or_of_another_size_is_refused(string offset, string length)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("weights.bin"), new byte[16]);
        var model = Small();
        ExternalData.Set(model.Graph.Initializer[0], new ExternalDataLocation("weights.bin", 0, 0));
        model.Graph.Initializer[0].ExternalData[1].Value = offset;
        model.Graph.Initializer[0].ExternalData[2].Value = length;
        File.WriteAllBytes(folder.File("model.onnx"), model.ToByteArray());
        var error = Assert.Throws<InvalidDataException>(() => OnnxModel.Read(folder.File("model.onnx")));
        Assert.Contains("'w'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_external_data_is_named()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "weights.bin", 0, 16);
        Assert.Contains("weights.bin", Assert.Throws<FileNotFoundException>(() => OnnxModel.Read(folder.File("model.onnx"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensor_whose_bytes_do_not_fit_its_shape_is_refused()
    {
        using var folder = new TemporaryFolder();
        var model = Small();
        model.Graph.Initializer[0].Dims[0] = 5;
        File.WriteAllBytes(folder.File("model.onnx"), model.ToByteArray());
        Assert.Throws<InvalidDataException>(() => OnnxModel.Read(folder.File("model.onnx")));
        model.Graph.Initializer[0].Dims[0] = long.MaxValue;
        File.WriteAllBytes(folder.File("model.onnx"), model.ToByteArray());
        Assert.Throws<InvalidDataException>(() => OnnxModel.Read(folder.File("model.onnx")));
    }

    [Fact]
    public void Tensor_that_claims_more_numbers_than_it_has_is_refused_before_anything_is_allocated()
    {
        using var folder = new TemporaryFolder();
        var model = Small();
        model.Graph.Initializer[0].ClearRawData();
        model.Graph.Initializer[0].Dims.Clear();
        model.Graph.Initializer[0].Dims.Add([30_000, 30_000]);
        File.WriteAllBytes(folder.File("model.onnx"), model.ToByteArray());
        Assert.Throws<InvalidDataException>(() => OnnxModel.Read(folder.File("model.onnx")));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 1, 2, 3 })]
    public void File_that_is_no_model_is_refused(byte[] content)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.onnx"), content);
        Assert.Throws<InvalidDataException>(() => OnnxModel.Read(folder.File("model.onnx")));
        Assert.Throws<FileNotFoundException>(() => OnnxModel.Read(folder.File("absent.onnx")));
    }

    [Fact]
    public void Large_tensors_inside_the_file_are_referred_to_and_not_copied()
    {
        using var model = new TemporaryFolder();
        using var folder = new TemporaryFolder();
        RandomBert.Create(model.Path, ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a"], seed: 1, hidden: 128, heads: 4, layers: 1, positions: 8);
        var original = LanguageModel.FromPretrained(model.Path).BuildGraph();
        original.Save(folder.File("model.onnx"));

        var read = OnnxModel.Read(folder.File("model.onnx"));
        var large = read.Proto.Graph.Initializer.Where(ExternalData.IsExternal).ToArray();
        Assert.Equal(6, large.Length);
        Assert.All(large, tensor => Assert.Equal("model.onnx", ExternalData.Get(tensor, "x").Location));
        Assert.True(read.ToByteArray().Length < 100_000);
        Assert.Equal(Weights(original), Weights(read));
    }

    [Fact]
    public void Graph_above_two_gigabytes_is_refused_as_bytes_with_the_way_out()
    {
        // One array of zeros that nothing ever touches, counted several times.
        var shared = UnsafeByteOperations.UnsafeWrap(new byte[600_000_000]);
        var model = Small();
        for (var i = 0; i < 4; i++)
            model.Graph.Initializer.Add(new TensorProto { Name = $"large{i}", DataType = (int)DataType.Int8, Dims = { shared.Length }, RawData = shared });
        var error = Assert.Throws<InvalidOperationException>(() => new OnnxModel(model, null).ToByteArray());
        Assert.Contains("Save", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Saving_again_replaces_the_file_with_weights_too()
    {
        using var model = new TinyModel();
        using var folder = new TemporaryFolder();
        var graph = model.Open().BuildGraph();
        graph.Save(folder.File("model.onnx"), useExternalData: true);
        var first = Directory.GetFiles(folder.Path, "*.data").Single();
        graph.Save(folder.File("model.onnx"), useExternalData: true);
        Assert.NotEqual(first, Directory.GetFiles(folder.Path, "*.data").Single());
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
        Assert.Equal(Weights(graph), Weights(OnnxModel.Read(folder.File("model.onnx"))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Save_that_fails_midway_leaves_the_old_model(bool useExternalData)
    {
        using var model = new TinyModel();
        using var folder = new TemporaryFolder();
        var graph = model.Open().BuildGraph();
        graph.Save(folder.File("model.onnx"), useExternalData: true);
        var before = Directory.GetFiles(folder.Path).Order().ToArray();
        var content = File.ReadAllBytes(folder.File("model.onnx"));

        // Half of the weights are gone when their turn comes.
        using (var stream = File.OpenWrite(model.File("model.safetensors")))
            stream.SetLength(stream.Length / 2);
        Assert.Throws<InvalidDataException>(() => graph.Save(folder.File("model.onnx"), useExternalData));

        Assert.Equal(before, Directory.GetFiles(folder.Path).Order());
        Assert.Equal(content, File.ReadAllBytes(folder.File("model.onnx")));
        OnnxModel.Read(folder.File("model.onnx"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Damaged_model_gives_only_the_documented_exceptions(bool useExternalData)
    {
        using var model = new TinyModel();
        using var folder = new TemporaryFolder();
        File.Copy(model.File("config.json"), folder.File("config.json"));
        var whole = model.Open().BuildGraph(new GraphOptions { Output = GraphOutput.LastHiddenState, Layer = 1 });
        whole.Save(folder.File("model.onnx"), useExternalData);
        var original = File.ReadAllBytes(folder.File("model.onnx"));
        var random = new Random(11);
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = (byte[])original.Clone();
            for (var change = random.Next(1, 5); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (round % 5 == 0)
                bytes = bytes[..random.Next(bytes.Length)];
            File.WriteAllBytes(folder.File("model.onnx"), bytes);
            try
            {
                LanguageModel.FromPretrained(folder.Path).BuildGraph(new GraphOptions { Precision = round % 2 == 0 ? WeightPrecision.Int8 : WeightPrecision.Float32 });
            }
            catch (Exception exception) when (exception is InvalidDataException or NotSupportedException or FileNotFoundException)
            {
                // What the documentation says a damaged model gives.
            }
        }
    }

    private static ModelProto Small()
    {
        var model = GraphBuilder.NewModel("small");
        var graph = new GraphBuilder(model.Graph);
        graph.Input("input_ids", DataType.Int64, "batch", "sequence");
        var weight = graph.Initializer(new TensorProto { Name = "w", DataType = (int)DataType.Float, Dims = { 4, 1 }, RawData = ByteString.CopyFrom(new byte[16]) });
        graph.Output(graph.Gather(weight, "input_ids"), "last_hidden_state", "batch", "sequence", "1");
        return model;
    }

    private static void Write(TemporaryFolder folder, string location, long offset, long length)
    {
        var model = Small();
        ExternalData.Set(model.Graph.Initializer[0], new ExternalDataLocation(location, offset, length));
        File.WriteAllBytes(folder.File("model.onnx"), model.ToByteArray());
    }

    private static Dictionary<string, byte[]> Weights(OnnxModel model)
    {
        using var data = new TensorData(model.ExternalDataFolder, "test");
        return model.Proto.Graph.Initializer.ToDictionary(tensor => tensor.Name, tensor =>
        {
            using var stream = new MemoryStream();
            data.CopyBytes(tensor, stream);
            return stream.ToArray();
        });
    }
}
