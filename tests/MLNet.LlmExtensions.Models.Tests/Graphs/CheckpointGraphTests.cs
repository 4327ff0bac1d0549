using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Graphs;
using Onnx;

namespace MLNet.LlmExtensions.Models.Tests.Graphs;

public sealed class CheckpointGraphTests
{
    [Fact]
    public void Weights_stay_in_the_checkpoints_file()
    {
        using var model = new TinyModel();
        var graph = model.Open().BuildGraph();
        Assert.Equal(PathGuard.RealPath(model.Folder), graph.ExternalDataFolder);
        Assert.True(graph.Proto.Graph.Initializer.Where(t => !ExternalData.IsExternal(t)).Sum(t => t.RawData.Length) < 1024);
        var weight = graph.Proto.Graph.Initializer.Single(t => t.Name == "encoder.layer.0.output.dense.weight");
        Assert.Equal("model.safetensors", ExternalData.Get(weight, "x").Location);
        Assert.Equal([16L, 64L], weight.Dims);
    }

    [Fact]
    public void Inputs_and_outputs_have_the_names_of_exports()
    {
        using var model = new TinyModel();
        var graph = model.Open().BuildGraph();
        Assert.Equal(["input_ids", "attention_mask", "token_type_ids"], graph.InputNames);
        Assert.Equal(["sentence_embedding"], graph.OutputNames);
        Assert.Equal(["last_hidden_state"], model.Open().BuildGraph(new GraphOptions { Output = GraphOutput.LastHiddenState }).OutputNames);
    }

    [Fact]
    public void Layers_beyond_the_wanted_one_are_left_out()
    {
        using var model = new TinyModel();
        var graph = model.Open().BuildGraph(new GraphOptions { Layer = 1 });
        Assert.Contains(graph.Proto.Graph.Initializer, t => t.Name.StartsWith("encoder.layer.0.", StringComparison.Ordinal));
        Assert.DoesNotContain(graph.Proto.Graph.Initializer, t => t.Name.StartsWith("encoder.layer.1.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void Layer_that_does_not_exist_is_refused(int layer)
    {
        using var model = new TinyModel();
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Open().BuildGraph(new GraphOptions { Layer = layer }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    public void Dimensions_that_do_not_exist_are_refused(int dimensions)
    {
        using var model = new TinyModel();
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Open().BuildGraph(new GraphOptions { Dimensions = dimensions }));
    }

    [Fact]
    public void What_the_model_cannot_give_is_refused()
    {
        using var model = new TinyModel();
        Assert.Throws<NotSupportedException>(() => model.Open().BuildGraph(new GraphOptions { Output = GraphOutput.Logits }));
        Assert.Throws<NotSupportedException>(() => model.Open().BuildGraph(new GraphOptions { Pooling = PoolingMode.Pooler }));
    }

    [Fact]
    public void Missing_tensor_is_named_with_its_shape()
    {
        using var model = new TinyModel();
        Rewrite(model, (name, shape) => name == "encoder.layer.1.output.dense.bias" ? null : shape);
        var error = Assert.Throws<InvalidDataException>(() => model.Open().BuildGraph());
        Assert.Contains("'encoder.layer.1.output.dense.bias' [16]", error.Message, StringComparison.Ordinal);
        Assert.Contains(model.Folder, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_shape_is_named_with_the_right_one()
    {
        using var model = new TinyModel();
        model.With("config.json", ("intermediate_size", 60));
        var error = Assert.Throws<InvalidDataException>(() => model.Open().BuildGraph());
        Assert.Contains("'encoder.layer.0.intermediate.dense.weight'", error.Message, StringComparison.Ordinal);
        Assert.Contains("[64, 16]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[60, 16]", error.Message, StringComparison.Ordinal);
        Assert.Contains("model.safetensors", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_another_model_are_refused()
    {
        using var model = new TinyModel();
        Rewrite(model, (_, shape) => shape, name => "vision_model." + name);
        Assert.Contains("embeddings.word_embeddings.weight", Assert.Throws<InvalidDataException>(() => model.Open().BuildGraph()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Activation_that_is_not_known_is_refused_and_named()
    {
        using var model = new TinyModel();
        model.With("config.json", ("hidden_act", "softplus"));
        Assert.Contains("softplus", Assert.Throws<NotSupportedException>(() => model.Open().BuildGraph()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Eight_bit_graph_no_longer_refers_to_the_float_weights()
    {
        using var model = new TinyModel();
        var graph = model.Open().BuildGraph(new GraphOptions { Precision = WeightPrecision.Int8 }).Proto.Graph;
        Assert.DoesNotContain(graph.Initializer, t => t.Name == "encoder.layer.0.output.dense.weight");
        var quantised = graph.Initializer.Single(t => t.Name == "encoder.layer.0.output.dense.weight_quantized_transposed");
        Assert.Equal((int)TensorProto.Types.DataType.Int8, quantised.DataType);
        Assert.Equal([64L, 16L], quantised.Dims);
        Assert.Equal(quantised.Dims[0] * quantised.Dims[1], quantised.RawData.Length);
        Assert.Contains(graph.Initializer, t => t.Name == "embeddings.word_embeddings.weight" && ExternalData.IsExternal(t));
    }

    [Fact]
    public void Graph_is_the_same_each_time()
    {
        using var model = new TinyModel();
        Assert.Equal(model.Open().BuildGraph().ToByteArray(), model.Open().BuildGraph().ToByteArray());
    }

    /// <summary>Writes the weights again with some left out, reshaped or renamed.</summary>
    private static void Rewrite(TinyModel model, Func<string, long[], long[]?> reshape, Func<string, string>? rename = null)
    {
        var writer = new SafetensorsWriter();
        using (var file = SafetensorsFile.Open(model.File("model.safetensors")))
        {
            foreach (var tensor in file.Tensors.Values)
            {
                if (reshape(tensor.Name, [.. tensor.Shape]) is { } shape)
                    writer.Add(rename?.Invoke(tensor.Name) ?? tensor.Name, tensor.Type, shape, file.GetBytes(tensor.Name).ToArray());
            }
        }

        writer.Save(model.File("model.safetensors"));
    }
}
