using MLNet.LlmExtensions.Inference.Tests.Goldens;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;
using Onnx;

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
        var model = AdapterFixtures.Model(name);
        var graph = TransferGraph.Build(model, HiddenState, Configuration, AdapterPlacement.Initializers);
        var tensors = AdapterFixtures.RandomTensors(graph, seed: 5, scale: 1);
        var batch = golden.Batch("b2");

        var plain = model.BuildGraph(HiddenState);
        var attention = AttentionFinder.Find(plain.Proto.Graph)[0];
        var scores = Value(plain, attention.Softmax.Input[0], batch);
        var keys = Value(plain, attention.ScoreProduct.Input[1], batch);
        var queries = Value(plain, attention.ScoreProduct.Input[0], batch);
        var values = Value(plain, attention.ValueProduct.Input[1], batch);
        var actual = Value(graph.WithValues(tensors), attention.ValueProduct.Output[0], batch);

        var expected = Attend(model.Configuration, batch, queries, keys, values, scores, tensors["prefix.0.key"], tensors["prefix.0.value"]);
        GoldenAssert.Equal(expected, actual, name, 1e-4f);
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

    /// <summary>Softmax over the scores of the prefix and those of the text, times the values of both; no product of matrices.</summary>
    private static float[] Attend(
        ModelConfiguration configuration, TokenBatch batch, float[] queries, float[] keys, float[] values, float[] scores, DenseTensor prefixKeys, DenseTensor prefixValues)
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

        Assert.Equal(batch.Rows * groups * size * length, keys.Length);
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
