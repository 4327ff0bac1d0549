using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Training.Graphs;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Tests.Graphs;

/// <summary>Every reference checkpoint gives the reference's numbers through TorchSharp.</summary>
public sealed class CheckpointGoldenTests
{
    private const double Tolerance = 1e-4;

    private static readonly string[] Decoders = ["biogpt", "gemma", "gpt2", "gpt2-lmhead", "llama", "llama-bf16", "llama-f16", "llama31", "mistral", "qwen2"];

    public static TheoryData<string, string> Checkpoints
    {
        get
        {
            var data = new TheoryData<string, string>
            {
                { "bert", "bert" }, { "bert-sharded", "bert" }, { "bert-mlm-layout", "bert" }, { "roberta", "roberta" }, { "distilbert", "distilbert" },
            };
            foreach (var decoder in Decoders)
                data.Add(decoder, decoder == "gpt2-lmhead" ? "gpt2" : decoder);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Hidden_states_equal_the_reference(string checkpoint, string golden)
    {
        using var file = Golden(golden);
        using var graph = Open(checkpoint, new GraphOptions { Output = GraphOutput.LastHiddenState });
        foreach (var name in file.Names)
        {
            var batch = file.Batch(name);
            Close.EqualAtTokens(file.Floats(name + ".last_hidden_state"), Run(graph, batch), batch, Tolerance, $"{checkpoint} {name}");
        }
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Pooled_vectors_equal_the_reference(string checkpoint, string golden)
    {
        using var file = Golden(golden);
        foreach (var (pooling, normalize, tensor) in new[]
        {
            (PoolingMode.Cls, false, "cls"), (PoolingMode.Mean, false, "mean"), (PoolingMode.Max, false, "max"),
            (PoolingMode.LastToken, false, "last"), (PoolingMode.Mean, true, "mean_l2"),
        })
        {
            using var graph = Open(checkpoint, new GraphOptions { Pooling = pooling, Normalize = normalize });
            foreach (var name in file.Names)
                Close.Equal(file.Floats($"{name}.{tensor}"), Run(graph, file.Batch(name)), Tolerance, $"{checkpoint} {name} {tensor}");
        }
    }

    [Theory]
    [InlineData("bert", "bert")]
    [InlineData("bert-mlm-layout", "bert")]
    [InlineData("roberta", "roberta")]
    public void Pooler_output_equals_the_reference(string checkpoint, string golden)
    {
        using var file = Golden(golden);
        using var graph = Open(checkpoint, new GraphOptions { Pooling = PoolingMode.Pooler, Normalize = false });
        foreach (var name in file.Names)
            Close.Equal(file.Floats(name + ".pooler_output"), Run(graph, file.Batch(name)), Tolerance, $"{checkpoint} {name}");
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Next_token_logits_equal_the_reference(string checkpoint, string golden)
    {
        if (!Decoders.Contains(checkpoint))
            return;
        using var file = Golden(golden);
        using var graph = Open(checkpoint, new GraphOptions { Output = GraphOutput.Logits });
        foreach (var name in file.Names)
        {
            var batch = file.Batch(name);
            var logits = Run(graph, batch);
            var vocabulary = logits.Length / (batch.Rows * batch.Length);
            var expected = file.Floats(name + ".next_token_logits");
            for (var row = 0; row < batch.Rows; row++)
            {
                var last = (row * batch.Length) + (int)batch.AttentionMask.AsSpan(row * batch.Length, batch.Length).ToArray().Sum() - 1;
                Close.Equal(
                    expected.AsSpan(row * vocabulary, vocabulary), logits.AsSpan(last * vocabulary, vocabulary), Tolerance, $"{checkpoint} {name} row {row}");
            }
        }
    }

    [Theory]
    [InlineData("tinystories-656k-fp32")]
    [InlineData("tinystories-656k-bf16")]
    public void A_real_checkpoint_equals_the_reference(string checkpoint)
    {
        using var file = Golden("tinystories");
        var model = LanguageModel.FromPretrained(SharedData.PathTo($"models/{checkpoint}"));
        using var graph = new TorchGraph(model.BuildGraph(new GraphOptions { Output = GraphOutput.LastHiddenState }), [], new TorchGraphOptions());
        foreach (var name in file.Names)
        {
            var batch = file.Batch(name);
            Close.EqualAtTokens(file.Floats(name + ".last_hidden_state"), Run(graph, batch), batch, Tolerance, $"{checkpoint} {name}");
        }
    }

    private static GoldenBatches Golden(string name) => new($"reference/goldens/{name}.safetensors");

    private static TorchGraph Open(string checkpoint, GraphOptions options) =>
        new(LanguageModel.FromPretrained(SharedData.PathTo($"reference/checkpoints/{checkpoint}")).BuildGraph(options), [], new TorchGraphOptions());

    private static float[] Run(TorchGraph graph, TokenBatch batch)
    {
        using var noGrad = no_grad();
        using var result = graph.Forward(batch, training: false);
        return Tensors.ToArray(result);
    }
}
