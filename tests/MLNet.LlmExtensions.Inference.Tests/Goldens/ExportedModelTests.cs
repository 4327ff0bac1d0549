using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Inference.Tests.Goldens;

/// <summary>Folders with an exported graph give the same numbers as the checkpoint they came from.</summary>
public sealed class ExportedModelTests
{
    [Theory]
    [InlineData(false, "model.onnx")]
    [InlineData(true, "model.onnx")]
    [InlineData(true, "onnx/model.onnx")]
    public void Saved_graph_is_a_model_of_its_own(bool useExternalData, string name)
    {
        using var folder = new TemporaryFolder();
        using var file = new GoldenFile("bert");
        var checkpoint = SharedData.PathTo("reference/checkpoints/bert");
        Directory.CreateDirectory(folder.File("onnx"));
        File.Copy(Path.Combine(checkpoint, "config.json"), folder.File("config.json"));
        LanguageModel.FromPretrained(checkpoint)
            .BuildGraph(new GraphOptions { Output = GraphOutput.LastHiddenState })
            .Save(folder.File(name), useExternalData);

        var exported = LanguageModel.FromPretrained(folder.Path);
        using var runner = new GraphRunner(exported.BuildGraph(new GraphOptions { Pooling = PoolingMode.Mean, Normalize = true }));
        foreach (var batch in file.Batches)
            GoldenAssert.Equal(file.Floats(batch + ".mean_l2"), runner.Run(file.Batch(batch)), batch);
    }

    [Fact]
    public void Saved_graph_gives_several_poolings_in_one_pass()
    {
        using var folder = new TemporaryFolder();
        using var file = new GoldenFile("bert");
        var checkpoint = SharedData.PathTo("reference/checkpoints/bert");
        File.Copy(Path.Combine(checkpoint, "config.json"), folder.File("config.json"));
        LanguageModel.FromPretrained(checkpoint).BuildGraph(new GraphOptions { Output = GraphOutput.LastHiddenState }).Save(folder.File("model.onnx"));

        var exported = LanguageModel.FromPretrained(folder.Path);
        using var runner = new GraphRunner(exported.BuildGraph(new GraphOptions { Readouts = [new(PoolingMode.Mean), new(PoolingMode.Max)], Normalize = false }));
        var (mean, max) = (file.Floats("b0.mean").Chunk(file.Shape("b0.mean")[1]), file.Floats("b0.max").Chunk(file.Shape("b0.max")[1]));
        GoldenAssert.Equal(mean.Zip(max).SelectMany(pair => pair.First.Concat(pair.Second)).ToArray(), runner.Run(file.Batch("b0")), "mean and max");
        Assert.Throws<NotSupportedException>(() => exported.BuildGraph(new GraphOptions { Readouts = [new(Layer: 1)] }));
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("gpt2")]
    [InlineData("llama-bf16")]
    public void Exported_graph_can_be_quantised(string name)
    {
        using var folder = new TemporaryFolder();
        using var file = new GoldenFile(name);
        var checkpoint = SharedData.PathTo("reference/checkpoints/" + name);
        File.Copy(Path.Combine(checkpoint, "config.json"), folder.File("config.json"));
        LanguageModel.FromPretrained(checkpoint)
            .BuildGraph(new GraphOptions { Output = GraphOutput.LastHiddenState }).Save(folder.File("model.onnx"), useExternalData: true);

        var model = LanguageModel.FromPretrained(folder.Path)
            .BuildGraph(new GraphOptions { Pooling = PoolingMode.Mean, Normalize = false, Precision = WeightPrecision.Int8 });
        Assert.Contains(model.Proto.Graph.Node, node => node.OpType == "MatMulInteger");
        using var runner = new GraphRunner(model);
        Assert.True(GoldenAssert.Cosine(file.Floats("b2.mean"), runner.Run(file.Batch("b2"))) > 0.99);
    }

    [Fact]
    public void Quantised_model_can_be_saved_and_read()
    {
        using var folder = new TemporaryFolder();
        using var file = new GoldenFile("bert");
        var quantised = LanguageModel.FromPretrained(SharedData.PathTo("reference/checkpoints/bert"))
            .BuildGraph(new GraphOptions { Precision = WeightPrecision.Int8 });
        quantised.Save(folder.File("model.onnx"), useExternalData: true);
        using var before = new GraphRunner(quantised);
        using var after = new GraphRunner(OnnxModel.Read(folder.File("model.onnx")));
        var batch = file.Batch("b2");
        GoldenAssert.Equal(before.Run(batch), after.Run(batch), "saved", tolerance: 1e-6f);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(13)]
    [InlineData(17)]
    [InlineData(20)]
    public void Inputs_of_32_bits_and_position_ids_are_supplied(int operatorSet)
    {
        // token vector = words[id] + positions[position], with 32-bit ids, a mask that the graph does not read, and an
        // output that is called what the embedding will be called.
        using var folder = new TemporaryFolder();
        var model = GraphBuilder.NewModel("export");
        model.OpsetImport[0].Version = operatorSet;
        var graph = new GraphBuilder(model.Graph, operatorSet);
        graph.Input("input_ids", DataType.Int32, "batch", "sequence");
        graph.Input("position_ids", DataType.Int64, "batch", "sequence");
        var words = Table(graph, "words", rows: 4, scale: 1);
        var positions = Table(graph, "positions", rows: 8, scale: 100);
        var sum = graph.Add(graph.Gather(words, "input_ids"), graph.Gather(positions, "position_ids"));
        graph.Output(sum, "sentence_embedding", "batch", "sequence", "2");
        File.WriteAllBytes(folder.File("model.onnx"), new OnnxModel(model, null).ToByteArray());

        var exported = LanguageModel.FromPretrained(folder.Path);
        Assert.Equal(2, exported.Configuration.HiddenSize);
        foreach (var (mode, expected) in new[]
        {
            (PoolingMode.Cls, new[] { 3f, 3f, 1f, 1f }),
            (PoolingMode.LastToken, new[] { 201f, 201f, 1f, 1f }),
            (PoolingMode.Mean, new[] { 102f, 102f, 1f, 1f }),
            (PoolingMode.Max, new[] { 201f, 201f, 1f, 1f }),
        })
        {
            var built = exported.BuildGraph(new GraphOptions { Pooling = mode, Normalize = false });
            Assert.Equal(["input_ids", "attention_mask"], built.InputNames);
            using var runner = new GraphRunner(built);
            var batch = new TokenBatch(2, 3, [3, 2, 1, 0, 0, 1], [1, 1, 1, 0, 0, 1], new long[6]);
            GoldenAssert.Equal(expected, runner.Run(batch), mode.ToString());
        }
    }

    [Fact]
    public void Links_of_a_download_cache_are_followed()
    {
        using var folder = new TemporaryFolder();
        using var file = new GoldenFile("bert");
        var checkpoint = SharedData.PathTo("reference/checkpoints/bert-sharded");
        var blobs = Directory.CreateDirectory(folder.File("models--x/blobs")).FullName;
        var snapshot = Directory.CreateDirectory(folder.File("models--x/snapshots/1234")).FullName;
        foreach (var source in Directory.EnumerateFiles(checkpoint))
        {
            var blob = Path.Combine(blobs, $"blob-{Path.GetFileName(source).GetHashCode(StringComparison.Ordinal):x8}");
            File.Copy(source, blob);
            File.CreateSymbolicLink(Path.Combine(snapshot, Path.GetFileName(source)), Path.GetRelativePath(snapshot, blob));
        }

        using var runner = new GraphRunner(
            LanguageModel.FromPretrained(snapshot).BuildGraph(new GraphOptions { Pooling = PoolingMode.Mean, Normalize = false }));
        GoldenAssert.Equal(file.Floats("b0.mean"), runner.Run(file.Batch("b0")), "cache");
    }

    private static string Table(GraphBuilder graph, string name, int rows, float scale)
    {
        var table = new TensorProto { Name = name, DataType = (int)DataType.Float, Dims = { rows, 2 } };
        table.FloatData.Add(Enumerable.Range(0, rows).SelectMany(row => new[] { row * scale, row * scale }));
        return graph.Initializer(table);
    }
}
