using Google.Protobuf;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Tests.Graphs;

public sealed class ExportedModelTests
{
    [Fact]
    public void Cache_of_past_keys_is_refused_and_named()
    {
        using var folder = new TemporaryFolder();
        Write(folder, graph => graph.Input("past_key_values.0.key", DataType.Float, "batch", "4", "past", "8"));
        var error = Assert.Throws<NotSupportedException>(() => LanguageModel.FromPretrained(folder.Path).BuildGraph());
        Assert.Contains("past_key_values.0.key", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Graph_with_logits_only_is_no_embedding()
    {
        using var folder = new TemporaryFolder();
        Write(folder, _ => { }, output: "logits");
        File.WriteAllText(folder.File("config.json"), """{"model_type":"opt","hidden_size":8}""");
        var model = LanguageModel.FromPretrained(folder.Path);
        Assert.Contains("logits", Assert.Throws<NotSupportedException>(() => model.BuildGraph()).Message, StringComparison.Ordinal);
        Assert.Equal(["logits"], model.BuildGraph(new GraphOptions { Output = GraphOutput.Logits }).OutputNames);
    }

    [Fact]
    public void Inner_layers_cannot_be_chosen()
    {
        using var folder = new TemporaryFolder();
        Write(folder, _ => { });
        Assert.Throws<NotSupportedException>(() => LanguageModel.FromPretrained(folder.Path).BuildGraph(new GraphOptions { Layer = 1 }));
    }

    [Fact]
    public void Operator_set_that_is_too_old_is_refused()
    {
        using var folder = new TemporaryFolder();
        Write(folder, _ => { }, operatorSet: 9);
        Assert.Contains("9", Assert.Throws<NotSupportedException>(() => LanguageModel.FromPretrained(folder.Path).BuildGraph()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_type_without_a_builder_works_as_an_export()
    {
        using var folder = new TemporaryFolder();
        Write(folder, _ => { });
        File.WriteAllText(folder.File("config.json"), """{"model_type":"mpnet","hidden_size":2,"max_position_embeddings":100,"vocab_size":4}""");
        var model = LanguageModel.FromPretrained(folder.Path);
        Assert.Equal(("mpnet", 100), (model.Configuration.ModelType, model.EmbeddingSettings.MaximumLength));
        Assert.Equal(["input_ids", "attention_mask"], model.BuildGraph().InputNames);
    }

    [Fact]
    public void Graph_that_pools_by_itself_is_used_as_it_is()
    {
        using var folder = new TemporaryFolder();
        Write(folder, _ => { }, output: "sentence_embedding", outputShape: ["batch", "2"]);
        File.WriteAllText(folder.File("config.json"), """{"model_type":"mpnet","hidden_size":768}""");
        var model = LanguageModel.FromPretrained(folder.Path);
        var graph = model.BuildGraph(new GraphOptions { Normalize = true });
        Assert.Equal(["sentence_embedding"], graph.OutputNames);
        Assert.Equal(2, graph.Proto.Graph.Output[0].Type.TensorType.Shape.Dim[1].DimValue);
        Assert.Throws<NotSupportedException>(() => model.BuildGraph(new GraphOptions { Pooling = PoolingMode.Cls }));
    }

    [Theory]
    [InlineData((int)DataType.Float, 1)]
    [InlineData((int)DataType.Float16, 0)]
    public void Products_of_single_precision_are_quantised_and_others_are_left(int elementType, int expected)
    {
        var type = (DataType)elementType;
        const int Size = 16;
        using var folder = new TemporaryFolder();
        var model = GraphBuilder.NewModel("export");
        var graph = new GraphBuilder(model.Graph);
        graph.Input("input_ids", DataType.Int64, "batch", "sequence");
        var table = Matrix(graph, "words", type, Size);
        var weight = Matrix(graph, "weight", type, Size);
        graph.Output(graph.MatMul(graph.Gather(table, "input_ids"), weight), "last_hidden_state", "batch", "sequence", $"{Size}");
        model.Graph.Output[0].Type.TensorType.ElemType = (int)type;
        // As files of old versions have it.
        model.Graph.Input.Add(GraphBuilder.ValueInfo("weight", type, $"{Size}", $"{Size}"));
        File.WriteAllBytes(folder.File("model.onnx"), model.ToByteArray());

        var built = LanguageModel.FromPretrained(folder.Path).BuildGraph(new GraphOptions { Precision = WeightPrecision.Int8 });
        Assert.Equal(expected, built.Proto.Graph.Node.Count(node => node.OpType == "MatMulInteger"));
        Assert.Equal(["input_ids", "attention_mask"], built.InputNames);
    }

    [Fact]
    public void Checkpoint_is_preferred_where_both_are_there()
    {
        using var model = new TinyModel();
        File.WriteAllText(model.File("model.onnx"), "not read");
        Assert.Contains("token_type_ids", model.Open().BuildGraph().InputNames);
    }

    private static string Matrix(GraphBuilder graph, string name, DataType type, int size) => graph.Initializer(new TensorProto
    {
        Name = name,
        DataType = (int)type,
        Dims = { size, size },
        RawData = ByteString.CopyFrom(new byte[size * size * FloatConversion.SizeOf(type)]),
    });

    private static void Write(TemporaryFolder folder, Action<GraphBuilder> change, string output = "last_hidden_state", long operatorSet = 17, string[]? outputShape = null)
    {
        var model = GraphBuilder.NewModel("export");
        model.OpsetImport[0].Version = operatorSet;
        var graph = new GraphBuilder(model.Graph, operatorSet);
        graph.Input("input_ids", DataType.Int64, "batch", "sequence");
        graph.Input("attention_mask", DataType.Int64, "batch", "sequence");
        change(graph);
        var table = graph.Initializer(new TensorProto { Name = "words", DataType = (int)DataType.Float, Dims = { 4, 2 }, RawData = ByteString.CopyFrom(new byte[32]) });
        graph.Output(graph.Gather(table, "input_ids"), output, outputShape ?? ["batch", "sequence", "2"]);
        File.WriteAllBytes(folder.File("model.onnx"), model.ToByteArray());
    }
}
