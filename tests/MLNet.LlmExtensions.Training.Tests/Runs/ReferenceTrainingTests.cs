using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Graphs;
using MLNet.LlmExtensions.Training.Loop;
using MLNet.LlmExtensions.Training.Losses;
using MLNet.LlmExtensions.Training.Optimization;
using MLNet.LlmExtensions.Training.Tests.Support;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Tests.Runs;

/// <summary>Three steps of the whole machinery – batch, loss, gradients, optimiser – against those of the reference.</summary>
public sealed class ReferenceTrainingTests
{
    private static readonly int[] Labels = [0, 2, 1, 2];

    [Theory]
    [InlineData("bert", PoolingMode.Mean, "mean", "query", "value")]
    [InlineData("bert", PoolingMode.Cls, "cls", "query", "value")]
    [InlineData("llama", PoolingMode.LastToken, "last", "q_proj", "v_proj")]
    [InlineData("gpt2", PoolingMode.Mean, "mean", "c_attn")]
    [InlineData("biogpt", PoolingMode.LastToken, "last", "q_proj", "v_proj")]
    public void Three_steps_give_the_weights_of_the_reference(string name, PoolingMode pooling, string golden, params string[] targets)
    {
        using var scope = NewDisposeScope();
        using var file = SafetensorsFile.Open(SharedData.PathTo($"reference/lora/{name}-train-{golden}.safetensors"));
        var edited = TransferGraph.Build(
            LanguageModel.FromPretrained(SharedData.PathTo($"reference/checkpoints/{name}")),
            new GraphOptions { Pooling = pooling, Normalize = false },
            new TransferConfiguration { Lora = new LoraConfiguration { Rank = 4, Alpha = 8, Dropout = 0, TargetModules = targets } },
            AdapterPlacement.Initializers);
        using var graph = new TorchGraph(edited.Model, edited.Trainable, new TorchGraphOptions());
        using var head = new ClassifierHead(3, graph.Dimensions, dropout: 0, seed: 1, CPU);
        TrainableParameter[] parameters = [.. graph.Parameters, .. head.Parameters];
        foreach (var parameter in parameters)
        {
            TensorValues.Set(parameter.Tensor, file.GetElements<float>(Find("init.", parameter.Name)).ToArray());
        }

        var rows = Rows(file);
        var runner = Steps.Runner(new TextVectors(graph, rows, padTokenId: 0), head, new CrossEntropyLoss([1, 1, 1], smoothing: 0), seed: 1);
        using var optimizer = new AdamW([new ParameterGroup(parameters, 1e-3)], new AdamWOptions { DecayAll = true });
        var losses = file.GetElements<float>("losses").ToArray();
        for (var step = 0; step < 3; step++)
        {
            optimizer.ClearGradients();

            // In two batches, which must not make a difference.
            Assert.Equal(losses[step], runner.Run([[0, 3], [1, 2]], step), 1e-5);
            optimizer.Step(1);
        }

        foreach (var parameter in parameters)
        {
            Assert.Equal(
                file.GetElements<float>(Find("after3.", parameter.Name)).ToArray(),
                TensorValues.ToArray(parameter.Tensor),
                (x, y) => Math.Abs(x - y) < 1e-5);
        }

        string Find(string prefix, string parameter) => Assert.Single(
            file.Tensors.Keys, key => key.StartsWith(prefix, StringComparison.Ordinal) && key.EndsWith(parameter, StringComparison.Ordinal));
    }

    private static TokenizedExample[] Rows(SafetensorsFile file)
    {
        var length = (int)file.Tensors["input_ids"].Shape[1];
        var (ids, mask) = (file.GetElements<long>("input_ids").ToArray(), file.GetElements<long>("attention_mask").ToArray());
        var types = file.Tensors.ContainsKey("token_type_ids") ? file.GetElements<long>("token_type_ids").ToArray() : null;
        return [.. Labels.Select((label, row) =>
        {
            var count = (int)mask.AsSpan(row * length, length).ToArray().Sum();
            return new TokenizedExample([new TokenRow(Cut(ids), types is null ? null : Cut(types))], [label]);

            int[] Cut(long[] values) => [.. values.Skip(row * length).Take(count).Select(value => (int)value)];
        })];
    }
}
