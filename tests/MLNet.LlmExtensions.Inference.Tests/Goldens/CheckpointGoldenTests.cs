using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Inference.Tests.Goldens;

/// <summary>Every reference checkpoint gives the reference's numbers.</summary>
public sealed class CheckpointGoldenTests
{
    private static readonly (PoolingMode Mode, bool Normalize, string Name)[] Poolings =
    [
        (PoolingMode.Cls, false, "cls"),
        (PoolingMode.Mean, false, "mean"),
        (PoolingMode.Max, false, "max"),
        (PoolingMode.LastToken, false, "last"),
        (PoolingMode.Mean, true, "mean_l2"),
    ];

    public static TheoryData<string, string> Checkpoints => ReferenceCheckpoints.All;

    public static TheoryData<string, string> Decoders => ReferenceCheckpoints.Decoders;

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Last_hidden_state_equals_the_reference(string checkpoint, string golden)
    {
        using var file = new GoldenFile(golden);
        using var runner = Runner(checkpoint, new GraphOptions { Output = GraphOutput.LastHiddenState });
        foreach (var name in file.Batches)
        {
            var batch = file.Batch(name);
            GoldenAssert.EqualAtTokens(file.Floats(name + ".last_hidden_state"), runner.Run(batch), batch, $"{checkpoint} {name}");
        }
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Every_layer_equals_the_reference(string checkpoint, string golden)
    {
        using var file = new GoldenFile(golden);
        var model = Open(checkpoint);
        var batch = file.Batch("b0");
        for (var layer = 0; layer <= model.Configuration.LayerCount; layer++)
        {
            using var runner = new GraphRunner(model.BuildGraph(new GraphOptions { Output = GraphOutput.LastHiddenState, Layer = layer }));
            GoldenAssert.EqualAtTokens(file.Floats($"b0.hidden_states.{layer}"), runner.Run(batch), batch, $"{checkpoint} layer {layer}");
        }
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Readouts_of_all_layers_in_one_pass_equal_the_reference(string checkpoint, string golden)
    {
        using var file = new GoldenFile(golden);
        var model = Open(checkpoint);
        var batch = file.Batch("b0");
        var layers = Enumerable.Range(0, model.Configuration.LayerCount + 1).ToArray();
        using var runner = new GraphRunner(model.BuildGraph(new GraphOptions
        {
            Readouts = [new(PoolingMode.Mean), .. layers.Select(layer => new EmbeddingReadout(PoolingMode.WeightedMean, layer))],
            Normalize = false,
        }));

        float[][] expected = [file.Floats("b0.mean"), .. layers.Select(layer => WeightedMean(file.Floats($"b0.hidden_states.{layer}"), batch))];
        var size = expected[0].Length / batch.Rows;
        var joined = Enumerable.Range(0, batch.Rows).SelectMany(row => expected.SelectMany(vectors => vectors.Skip(row * size).Take(size)));
        GoldenAssert.Equal(joined.ToArray(), runner.Run(batch), checkpoint);
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Every_pooled_vector_equals_the_reference(string checkpoint, string golden)
    {
        using var file = new GoldenFile(golden);
        foreach (var (mode, normalize, tensor) in Poolings)
        {
            using var runner = Runner(checkpoint, new GraphOptions { Pooling = mode, Normalize = normalize });
            foreach (var name in file.Batches)
                GoldenAssert.Equal(file.Floats($"{name}.{tensor}"), runner.Run(file.Batch(name)), $"{checkpoint} {name} {tensor}");
        }
    }

    [Theory]
    [InlineData("bert", "bert")]
    [InlineData("bert-sharded", "bert")]
    [InlineData("bert-mlm-layout", "bert")]
    [InlineData("roberta", "roberta")]
    public void Pooler_output_equals_the_reference(string checkpoint, string golden)
    {
        using var file = new GoldenFile(golden);
        using var runner = Runner(checkpoint, new GraphOptions { Pooling = PoolingMode.Pooler, Normalize = false });
        foreach (var name in file.Batches)
            GoldenAssert.Equal(file.Floats(name + ".pooler_output"), runner.Run(file.Batch(name)), $"{checkpoint} {name}");
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void Next_token_logits_equal_the_reference(string checkpoint, string golden)
    {
        using var file = new GoldenFile(golden);
        using var runner = Runner(checkpoint, new GraphOptions { Output = GraphOutput.Logits });
        foreach (var name in file.Batches)
        {
            var batch = file.Batch(name);
            var logits = runner.Run(batch);
            var vocabulary = logits.Length / (batch.Rows * batch.Columns);
            var atLast = Enumerable.Range(0, batch.Rows)
                .SelectMany(row => logits.AsSpan(((row * batch.Columns) + batch.Length(row) - 1) * vocabulary, vocabulary).ToArray())
                .ToArray();
            GoldenAssert.Equal(file.Floats(name + ".next_token_logits"), atLast, $"{checkpoint} {name}");
        }
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Weighted_mean_weighs_tokens_by_their_position(string checkpoint, string golden)
    {
        using var file = new GoldenFile(golden);
        using var runner = Runner(checkpoint, new GraphOptions { Pooling = PoolingMode.WeightedMean, Normalize = false });
        foreach (var name in file.Batches)
        {
            var batch = file.Batch(name);
            GoldenAssert.Equal(WeightedMean(file.Floats(name + ".last_hidden_state"), batch), runner.Run(batch), $"{checkpoint} {name}");
        }
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Matryoshka_cuts_before_it_normalises(string checkpoint, string golden)
    {
        const int Kept = 10;
        using var file = new GoldenFile(golden);
        using var runner = Runner(checkpoint, new GraphOptions { Pooling = PoolingMode.Mean, Normalize = true, Dimensions = Kept });
        var batch = file.Batch("b2");
        var expected = file.Floats("b2.mean").Chunk(file.Shape("b2.mean")[1]).SelectMany(row =>
        {
            var norm = MathF.Sqrt(row.Take(Kept).Sum(value => value * value));
            return row.Take(Kept).Select(value => value / norm);
        });
        GoldenAssert.Equal(expected.ToArray(), runner.Run(batch), checkpoint);
    }

    private static GraphRunner Runner(string checkpoint, GraphOptions options) => new(Open(checkpoint).BuildGraph(options));

    private static LanguageModel Open(string checkpoint) =>
        LanguageModel.FromPretrained(SharedData.PathTo($"reference/checkpoints/{checkpoint}"));

    private static float[] WeightedMean(float[] hiddenState, TokenBatch batch)
    {
        var size = hiddenState.Length / (batch.Rows * batch.Columns);
        var result = new float[batch.Rows * size];
        for (var row = 0; row < batch.Rows; row++)
        {
            var length = batch.Length(row);
            for (var i = 0; i < size; i++)
            {
                var sum = Enumerable.Range(0, length).Sum(t => (t + 1.0) * hiddenState[(((row * batch.Columns) + t) * size) + i]);
                result[(row * size) + i] = (float)(sum / (length * (length + 1) / 2.0));
            }
        }

        return result;
    }
}
