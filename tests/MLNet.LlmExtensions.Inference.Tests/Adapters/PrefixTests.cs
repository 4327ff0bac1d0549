using MLNet.LlmExtensions.Inference.Tests.Goldens;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Inference.Tests.Adapters;

/// <summary>Prefixes against attention that the test computes itself, key by key.</summary>
public sealed class PrefixTests
{
    private const int Length = 3;

    private static readonly GraphOptions HiddenState = new() { Output = GraphOutput.LastHiddenState };

    private static readonly TransferConfiguration Configuration = new() { Method = TransferMethod.Prefix, PrefixLength = Length };

    public static TheoryData<string> Models => ["bert", "roberta", "gpt2", "biogpt", "llama", "llama-bf16", "mistral", "gemma", "qwen2"];

    [Theory]
    [MemberData(nameof(Models))]
    public void First_layer_attends_to_prefix_and_text(string name)
    {
        using var golden = new GoldenFile(name);
        CompareFirstLayer(AdapterFixtures.Model(name), golden.Batch("b2"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Attention_as_exporters_write_it_can_have_a_prefix(bool isConditional)
    {
        using var folder = new TemporaryFolder();
        WriteExport(folder.Path, isConditional);
        var batch = new TokenBatch(2, 4, [1, 2, 3, 4, 5, 6, 0, 0], [1, 1, 1, 1, 1, 1, 0, 0], new long[8]);
        CompareFirstLayer(LanguageModel.FromPretrained(folder.Path), batch);
    }

    [Fact]
    public void Attention_that_cannot_be_followed_is_named()
    {
        using var folder = new TemporaryFolder();
        WriteExport(folder.Path, isConditional: false, unknown: "Relu");
        var model = LanguageModel.FromPretrained(folder.Path);
        var error = Assert.Throws<NotSupportedException>(() => TransferGraph.Build(model, HiddenState, Configuration, AdapterPlacement.Initializers));
        Assert.Contains("Relu", error.Message, StringComparison.Ordinal);

        var fused = GraphBuilder.NewModel("fused").Graph;
        fused.Node.Add(new NodeProto { Name = "Attention_0", OpType = "Attention", Domain = "com.microsoft" });
        Assert.Contains("Attention_0", Assert.Throws<NotSupportedException>(() => AttentionFinder.Find(fused)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Prefixes_as_inputs_give_the_same_and_none_changes_nothing(string name)
    {
        using var golden = new GoldenFile(name);
        var model = AdapterFixtures.Model(name);
        var graph = TransferGraph.Build(model, HiddenState, Configuration, AdapterPlacement.Initializers);
        var tensors = AdapterFixtures.RandomTensors(graph, seed: 6, scale: 1);
        Assert.Equal(2 * model.Configuration.LayerCount, tensors.Count);
        using var trained = new GraphRunner(graph.WithValues(tensors));
        var served = TransferGraph.Build(model, HiddenState, Configuration with { PrefixLength = 9 }, AdapterPlacement.OverridableInputs);
        using var fed = new GraphRunner(served.Model);
        var inputs = ServingInputs.Of(served, AdapterFixtures.Classifier(model, Configuration, tensors));
        foreach (var batchName in golden.Batches)
        {
            var batch = golden.Batch(batchName);
            GoldenAssert.EqualAtTokens(golden.Floats(batchName + ".last_hidden_state"), fed.Run(batch), batch, $"{name} {batchName} alone");
            var withPrefix = trained.Run(batch);
            GoldenAssert.EqualAtTokens(withPrefix, fed.Run(batch, inputs), batch, $"{name} {batchName}");
            Assert.True(GoldenAssert.Cosine(golden.Floats(batchName + ".last_hidden_state"), withPrefix) < 0.999, "The prefix changes too little to test anything.");
        }
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("llama")]
    public void Padding_makes_no_difference(string name)
    {
        using var golden = new GoldenFile(name);
        var model = AdapterFixtures.Model(name);
        var options = new GraphOptions { Pooling = PoolingMode.Mean, Normalize = false };
        var graph = TransferGraph.Build(model, options, Configuration, AdapterPlacement.Initializers);
        using var runner = new GraphRunner(graph.WithValues(AdapterFixtures.RandomTensors(graph, seed: 7, scale: 1)));
        var batch = golden.Batch("b2");
        var together = runner.Run(batch);
        for (var row = 0; row < batch.Rows; row++)
        {
            var alone = runner.Run(batch.Alone(row));
            GoldenAssert.Equal(alone, together.AsSpan(row * alone.Length, alone.Length), $"row {row}");
        }
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("gpt2")]
    public void Merged_graph_has_the_prefix_inside(string name)
    {
        using var folder = new TemporaryFolder();
        using var golden = new GoldenFile(name);
        var model = AdapterFixtures.Model(name);
        var options = new GraphOptions { Normalize = false };
        var graph = TransferGraph.Build(model, options, Configuration, AdapterPlacement.Initializers);
        var tensors = AdapterFixtures.RandomTensors(graph, seed: 8, scale: 1);
        var classifier = AdapterFixtures.Classifier(model, Configuration, tensors);
        MergedGraph.Save(model, classifier, folder.File("model.onnx"), includeHead: false);
        using var expected = new GraphRunner(graph.WithValues(tensors));
        using var merged = new GraphRunner(OnnxModel.Read(folder.File("model.onnx")));
        var batch = golden.Batch("b2");
        GoldenAssert.Equal(expected.Run(batch), merged.Run(batch), name);
        Assert.Contains("prefix", Assert.Throws<NotSupportedException>(() => MergedCheckpoint.Save(model, classifier, folder.File("merged"))).Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// Writes a layer of two heads of size 2 in which queries and keys are scaled by the fourth root of the size each, as
    /// PyTorch exports its fused attention; with a causal condition, as GPT-2 was exported once, or without.
    /// </summary>
    private static void WriteExport(string folder, bool isConditional, string? unknown = null)
    {
        var random = new Random(4);
        var model = GraphBuilder.NewModel("export");
        var graph = new GraphBuilder(model.Graph);
        graph.Input("input_ids", DataType.Int64, "batch", "sequence");
        graph.Input("attention_mask", DataType.Int64, "batch", "sequence");
        var state = graph.Gather(Weight("words.weight", 8), "input_ids");
        var scale = graph.Scalar(MathF.Pow(2, -0.25f));
        var query = graph.Multiply(graph.Transpose(Heads("q"), 0, 2, 1, 3), scale);
        var key = graph.Multiply(graph.Transpose(Heads("k"), 0, 2, 3, 1), scale);
        var scores = graph.MatMul(query, key);
        if (unknown is not null)
            scores = graph.Node(unknown, [scores]);
        if (isConditional)
        {
            var length = graph.SizeOf("input_ids", 1);
            var ones = graph.Node("ConstantOfShape", [graph.Concat(0, graph.Integers(1, 1), length, length)], GraphBuilder.Attribute("value", GraphTensors.Floats("", [1], [1])));
            var causal = graph.Cast(graph.Node("Trilu", [ones], GraphBuilder.Attribute("upper", 0L)), DataType.Bool);
            scores = graph.Where(causal, scores, graph.Scalar(float.MinValue));
        }

        var mask = graph.Unsqueeze(graph.Cast("attention_mask", DataType.Float), 1, 2);
        scores = graph.Add(graph.Multiply(graph.Subtract(graph.Scalar(1), mask), graph.Scalar(-1e9f)), scores);
        var context = graph.MatMul(graph.Node("Dropout", [graph.Softmax(scores)]), graph.Transpose(Heads("v"), 0, 2, 1, 3));
        graph.Output(graph.Reshape(graph.Transpose(context, 0, 2, 1, 3), 0, 0, 4), "last_hidden_state", "batch", "sequence", "4");
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), new OnnxModel(model, null).ToByteArray());
        File.WriteAllText(Path.Combine(folder, "config.json"), """{"model_type":"export","hidden_size":4,"num_attention_heads":2}""");

        string Heads(string name) => graph.Reshape(graph.MatMul(state, Weight($"layer.0.{name}.weight", 4)), 0, 0, 2, 2);
        string Weight(string name, long rows) => graph.Initializer(GraphTensors.Floats(name, [rows, 4], [.. Enumerable.Range(0, (int)rows * 4).Select(_ => random.NextSingle() - 0.5f)]));
    }

    private static void CompareFirstLayer(LanguageModel model, TokenBatch batch)
    {
        var graph = TransferGraph.Build(model, HiddenState, Configuration, AdapterPlacement.Initializers);
        var tensors = AdapterFixtures.RandomTensors(graph, seed: 5, scale: 1);
        var plain = model.BuildGraph(HiddenState);
        var attention = AttentionFinder.Find(plain.Proto.Graph)[0];
        var scores = Value(plain, attention.Softmax.Input[0], batch);
        // Where keys are scaled so are queries, by the same; here they are wanted as they were.
        var factor = attention.KeyReader.Node == attention.ScoreProduct ? 1 : MathF.Pow(model.Configuration.HeadDimension, 0.25f);
        var queries = Value(plain, attention.ScoreProduct.Input[0], batch).Select(value => value * factor).ToArray();
        var values = Value(plain, attention.ValueProduct.Input[1], batch);
        var actual = Value(graph.WithValues(tensors), attention.ValueProduct.Output[0], batch);

        var expected = Attend(model.Configuration, batch, queries, values, scores, tensors["prefix.0.key"], tensors["prefix.0.value"]);
        GoldenAssert.Equal(expected, actual, model.Folder, 1e-4f);
    }

    /// <summary>Softmax over the scores of the prefix and those of the text, times the values of both; no product of matrices.</summary>
    private static float[] Attend(
        ModelConfiguration configuration, TokenBatch batch, float[] queries, float[] values, float[] scores, DenseTensor prefixKeys, DenseTensor prefixValues)
    {
        var (size, groups, heads, length) = (configuration.HeadDimension, configuration.KeyValueHeadCount, configuration.HeadCount, batch.Columns);
        var shared = heads / groups;
        var result = new float[batch.Rows * heads * length * size];
        for (var row = 0; row < batch.Rows; row++)
        {
            for (var head = 0; head < heads; head++)
            {
                for (var position = 0; position < length; position++)
                {
                    // Rows of queries, scores and results are [batch, heads, sequence], with groups of heads one after the other.
                    var index = (((row * heads) + head) * length) + position;
                    var query = queries.AsSpan(index * size, size);
                    var weights = new double[Length + length];
                    for (var p = 0; p < Length; p++)
                    {
                        for (var i = 0; i < size; i++)
                            weights[p] += (double)query[i] * prefixKeys.Values[(p * groups * size) + ((head / shared) * size) + i];
                        weights[p] /= Math.Sqrt(size);
                    }

                    // The text's own scores are the base model's, its mask included.
                    for (var key = 0; key < length; key++)
                        weights[Length + key] = scores[(index * length) + key];
                    var largest = weights.Max();
                    var sum = weights.Sum(weight => Math.Exp(weight - largest));
                    for (var i = 0; i < size; i++)
                    {
                        double total = 0;
                        for (var p = 0; p < Length; p++)
                            total += Math.Exp(weights[p] - largest) * prefixValues.Values[(p * groups * size) + ((head / shared) * size) + i];
                        for (var key = 0; key < length; key++)
                            total += Math.Exp(weights[Length + key] - largest) * values[(((((row * groups) + (head / shared)) * length) + key) * size) + i];
                        result[(index * size) + i] = (float)(total / sum);
                    }
                }
            }
        }

        return result;
    }

    /// <summary>What a value inside a graph is.</summary>
    private static float[] Value(OnnxModel model, string name, TokenBatch batch)
    {
        var proto = model.Proto.Clone();
        proto.Graph.Output.Clear();
        proto.Graph.Output.Add(new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1 } } });
        using var runner = new GraphRunner(new OnnxModel(proto, model.ExternalDataFolder));
        return runner.Run(batch);
    }
}
