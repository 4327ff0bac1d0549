using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Inference.Tests.Goldens;

/// <summary>A real checkpoint: TinyStories-656K, stored with a head and without a token embedding, as floats and as bfloat16.</summary>
public sealed class TinyStoriesTests
{
    [Theory]
    [InlineData("tinystories-656k-fp32", "template", 3.327425)]
    [InlineData("tinystories-656k-fp32", "literal", 1.119857)]
    [InlineData("tinystories-656k-bf16", "template", 3.327425)]
    [InlineData("tinystories-656k-bf16", "literal", 1.119857)]
    public void Prompt_has_the_published_loss(string model, string prompt, double expectedMean)
    {
        using var file = new GoldenFile("tinystories");
        using var runner = Runner(model, new GraphOptions { Output = GraphOutput.Logits });
        var batch = file.Batch("prompt_" + prompt);
        var losses = Losses(runner.Run(batch), batch.Ids);
        GoldenAssert.Equal(file.Floats($"prompt_{prompt}.token_nll"), losses, prompt, tolerance: 1e-4f);
        Assert.Equal(expectedMean, losses.Average(), 4);
    }

    [Theory]
    [InlineData("tinystories-656k-fp32", "template")]
    [InlineData("tinystories-656k-bf16", "literal")]
    public void Greedy_continuation_equals_the_reference(string model, string prompt)
    {
        using var file = new GoldenFile("tinystories");
        using var runner = Runner(model, new GraphOptions { Output = GraphOutput.Logits });
        var expected = file.Integers($"prompt_{prompt}.greedy_ids");
        var ids = file.Batch("prompt_" + prompt).Ids.ToList();
        for (var step = 0; step < expected.Length; step++)
        {
            var logits = runner.Run(new TokenBatch(1, ids.Count, [.. ids], [.. Enumerable.Repeat(1L, ids.Count)], new long[ids.Count]));
            var last = logits.AsSpan(logits.Length / ids.Count * (ids.Count - 1));
            ids.Add(System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(last));
        }

        Assert.Equal(expected, ids.TakeLast(expected.Length));
    }

    [Theory]
    [InlineData("tinystories-656k-fp32")]
    [InlineData("tinystories-656k-bf16")]
    public void Token_vectors_and_pooled_vectors_equal_the_reference(string model)
    {
        using var file = new GoldenFile("tinystories");
        var batch = file.Batch("text");
        using (var runner = Runner(model, new GraphOptions { Output = GraphOutput.LastHiddenState }))
            GoldenAssert.EqualAtTokens(file.Floats("text.last_hidden_state"), runner.Run(batch), batch, model);
        foreach (var (mode, name) in new[] { (PoolingMode.Mean, "mean"), (PoolingMode.Max, "max"), (PoolingMode.Cls, "cls"), (PoolingMode.LastToken, "last") })
        {
            using var runner = Runner(model, new GraphOptions { Pooling = mode, Normalize = false });
            GoldenAssert.Equal(file.Floats("text." + name), runner.Run(batch), $"{model} {name}");
        }
    }

    private static GraphRunner Runner(string model, GraphOptions options) =>
        new(LanguageModel.FromPretrained(SharedData.PathTo("models/" + model)).BuildGraph(options));

    /// <summary>Negative log-likelihood of each token but the first, given those before it.</summary>
    private static float[] Losses(float[] logits, long[] ids)
    {
        var vocabulary = logits.Length / ids.Length;
        return [.. Enumerable.Range(0, ids.Length - 1).Select(t =>
        {
            var row = logits.AsSpan(t * vocabulary, vocabulary).ToArray();
            var largest = row.Max();
            var sum = row.Sum(value => Math.Exp(value - largest));
            return (float)(Math.Log(sum) + largest - row[ids[t + 1]]);
        })];
    }
}
