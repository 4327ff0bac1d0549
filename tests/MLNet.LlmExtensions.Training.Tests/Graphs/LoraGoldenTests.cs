using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Training.Graphs;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Tests.Graphs;

/// <summary>LoRA's reference numbers: adapted states, losses, every gradient, parameters after AdamW's steps.</summary>
public sealed class LoraGoldenTests
{
    private const double Tolerance = 1e-5;

    private static readonly long[] Labels = [0, 2, 1, 2];

    public static TheoryData<string, PoolingMode, string, bool> Trainings
    {
        get
        {
            var data = new TheoryData<string, PoolingMode, string, bool>();
            foreach (var isCheckpointed in new[] { false, true })
            {
                data.Add("bert", PoolingMode.Mean, "mean", isCheckpointed);
                data.Add("bert", PoolingMode.Cls, "cls", isCheckpointed);
                foreach (var decoder in new[] { "llama", "biogpt", "gpt2" })
                {
                    data.Add(decoder, PoolingMode.Mean, "mean", isCheckpointed);
                    data.Add(decoder, PoolingMode.LastToken, "last", isCheckpointed);
                }
            }

            return data;
        }
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("llama")]
    [InlineData("biogpt")]
    [InlineData("gpt2")]
    public void Adapted_states_equal_the_reference(string name)
    {
        using var file = new GoldenBatches($"reference/lora/{name}-adapted.safetensors");
        using var graph = Open(name, new GraphOptions { Output = GraphOutput.LastHiddenState }, isCheckpointed: false);
        using (no_grad())
            LoadAdapter(graph, $"reference/lora/{name}-train-mean.safetensors", "init.");
        foreach (var batchName in file.Names)
        {
            using var noGrad = no_grad();
            var batch = file.Batch(batchName);
            using var state = graph.Forward(batch, training: true);
            Close.EqualAtTokens(file.Floats(batchName + ".last_hidden_state"), Tensors.ToArray(state), batch, 1e-4, $"{name} {batchName}");
        }
    }

    [Theory]
    [MemberData(nameof(Trainings))]
    public void Loss_gradients_and_three_steps_equal_the_reference(string name, PoolingMode pooling, string golden, bool isCheckpointed)
    {
        var path = $"reference/lora/{name}-train-{golden}.safetensors";
        using var file = new GoldenBatches(path);
        using var scope = NewDisposeScope();
        using var graph = Open(name, new GraphOptions { Pooling = pooling, Normalize = false }, isCheckpointed);
        using (no_grad())
            LoadAdapter(graph, path, "init.");
        var weight = Head(file, "classifier.weight");
        var bias = Head(file, "classifier.bias");
        List<(string Golden, Tensor Tensor)> trained =
        [
            .. graph.Parameters.Select(parameter => (Find(file, "grad.", parameter.Name)["grad.".Length..], parameter.Tensor)),
            ("classifier.weight", weight),
            ("classifier.bias", bias),
        ];
        Assert.Equal(file.Tensors.Count(tensor => tensor.StartsWith("grad.", StringComparison.Ordinal)), trained.Count);

        var batch = file.Batch("");
        using var labels = tensor(Labels, ScalarType.Int64);
        var losses = file.Floats("losses");
        var optimizer = new DecoupledAdam();
        for (var step = 0; step < 3; step++)
        {
            var loss = graph.ForwardBackward(batch, pooled => nn.functional.cross_entropy(nn.functional.linear(pooled, weight, bias), labels), seed: step);
            Assert.Equal(losses[step], loss, Tolerance);
            foreach (var (tensorName, tensor) in trained)
            {
                using var gradient = tensor.grad!;
                if (step == 0)
                    Close.Equal(file.Floats("grad." + tensorName), Tensors.ToArray(gradient), Tolerance, tensorName);
                optimizer.Step(tensor, gradient);
                gradient.zero_();
                if (step is 0 or 2)
                    Close.Equal(file.Floats($"after{step + 1}.{tensorName}"), Tensors.ToArray(tensor), Tolerance, $"{tensorName} after {step + 1}");
            }

            optimizer.Count++;
        }

        using (no_grad())
        {
            using var pooled = graph.Forward(batch, training: false);
            using var logits = nn.functional.linear(pooled, weight, bias);
            Close.Equal(file.Floats("logits_after3"), Tensors.ToArray(logits), 1e-4, "logits after three steps");
        }
    }

    private static TorchGraph Open(string name, GraphOptions options, bool isCheckpointed)
    {
        var model = LanguageModel.FromPretrained(SharedData.PathTo($"reference/checkpoints/{name}"));
        string[] targets = name switch { "bert" => ["query", "value"], "gpt2" => ["c_attn"], _ => ["q_proj", "v_proj"] };
        var configuration = new TransferConfiguration { Lora = new LoraConfiguration { Rank = 4, Alpha = 8, Dropout = 0, TargetModules = targets } };
        var edited = TransferGraph.Build(model, options, configuration, AdapterPlacement.Initializers);
        return new TorchGraph(edited.Model, edited.Trainable, new TorchGraphOptions { GradientCheckpointing = isCheckpointed });
    }

    private static void LoadAdapter(TorchGraph graph, string path, string prefix)
    {
        using var file = new GoldenBatches(path);
        foreach (var parameter in graph.Parameters)
        {
            var name = Find(file, prefix, parameter.Name);
            using var values = tensor(file.Floats(name), file.Shape(name), ScalarType.Float32);
            parameter.Tensor.copy_(values);
        }
    }

    private static string Find(GoldenBatches file, string prefix, string parameter) =>
        Assert.Single(file.Tensors, name => name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith("." + parameter, StringComparison.Ordinal));

    private static Tensor Head(GoldenBatches file, string name) =>
        tensor(file.Floats("init." + name), file.Shape("init." + name), ScalarType.Float32).requires_grad_();
}
