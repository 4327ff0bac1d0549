using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Graphs;
using MLNet.LlmExtensions.Training.Pretraining;
using MLNet.LlmExtensions.Training.Tests.Graphs;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Tests.Pretraining;

public sealed class LanguageModelLossTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("bert")]
    [InlineData("llama")]
    [InlineData("untied llama")]
    [InlineData("gpt2")]
    public void A_new_model_knows_nothing(string kind)
    {
        var model = Model(kind);
        using var rig = new LanguageModelRig(model, Rows(model, 40));

        // Scores whose spread is small against 1 give the logarithm of the number of tokens.
        Assert.Equal(Math.Log(model.Configuration.VocabularySize), rig.Measure().Loss, 0.15);
        Assert.Equal(Math.Log(model.Configuration.VocabularySize), rig.ForwardBackward(), 0.15);
    }

    [Theory]
    [InlineData("tinystories-656k-fp32", "template", 3.327425)]
    [InlineData("tinystories-656k-fp32", "literal", 1.119857)]
    [InlineData("tinystories-656k-bf16", "literal", 1.119857)]
    public void A_known_decoder_has_its_known_loss(string name, string prompt, double expected)
    {
        using var file = new GoldenBatches("reference/goldens/tinystories.safetensors");
        var model = LanguageModel.FromPretrained(SharedData.PathTo("models/" + name));
        int[] row = [.. file.Batch("prompt_" + prompt).InputIds.Select(id => (int)id)];
        using var rig = new LanguageModelRig(model, [row]);

        Assert.Equal(expected, rig.Measure().Loss, 1e-4);
        Assert.Equal(expected, rig.ForwardBackward(), 1e-4);
    }

    [Theory]
    [InlineData("bert", false)]
    [InlineData("bert", true)]
    [InlineData("llama", false)]
    [InlineData("untied llama", false)]
    public void Gradients_are_those_of_finite_differences(string kind, bool checkpointed)
    {
        var model = Model(kind, hidden: 8, layers: 1);
        using var rig = new LanguageModelRig(model, Rows(model, 4), new PretrainingOptions { GradientCheckpointing = checkpointed });

        // Weights as large as those of a trained model, so that no gradient drowns in rounding.
        var random = new Random(1);
        foreach (var parameter in rig.Parameters)
        {
            TensorValues.Set(parameter.Tensor, [.. TensorValues.ToArray(parameter.Tensor).Select(value => value + (0.5f * (random.NextSingle() - 0.5f)))]);
        }

        rig.ForwardBackward();
        var gradients = rig.Gradients();
        Assert.Equal(rig.Parameters.Count, gradients.Count);
        foreach (var parameter in rig.Parameters)
        {
            var gradient = gradients[parameter.Name];
            var values = TensorValues.ToArray(parameter.Tensor);
            foreach (var i in gradient.Index().OrderByDescending(pair => Math.Abs(pair.Item)).Take(3).Select(pair => pair.Index))
            {
                const float Step = 5e-3f;
                var difference = (LossWith(i, Step) - LossWith(i, -Step)) / (2 * Step);
                Assert.Equal(difference, gradient[i], 2e-3 + (0.02 * Math.Abs(difference)));
            }

            double LossWith(int index, float change)
            {
                var changed = (float[])values.Clone();
                changed[index] += change;
                TensorValues.Set(parameter.Tensor, changed);
                var loss = rig.ForwardBackward();
                TensorValues.Set(parameter.Tensor, values);
                return loss;
            }
        }
    }

    [Fact]
    public void The_tied_embedding_gets_the_gradients_of_both_of_its_uses()
    {
        using var scope = NewDisposeScope();
        var random = new Random(2);
        var (rows, hidden, vocabulary) = (6, 4, 11);
        var embedding = tensor(Values(vocabulary * hidden), [vocabulary, hidden], requires_grad: true);
        var parameter = new TrainableParameter("embedding", embedding, Decays: true);
        using var head = new DecoderHead(VocabularyMatrix.Shared(parameter), TrainingPrecision.Float32) { OtherNames = [] };
        long[] ids = [1, 2, 3, 3, 9, 0];
        long[] targets = [2, 3, 3, 10, 0, 1];

        // As the trainer does: the head goes backwards at once, what is before it by way of a scalar with the same gradient.
        var (loss, surrogate) = new VocabularyLoss(head).Backward(embedding.index_select(0, tensor(ids)).tanh(), targets, divisor: 3);
        surrogate.backward();
        var actual = TensorValues.ToArray(embedding.grad!);

        // All in one, by libtorch alone.
        var again = embedding.detach().clone().requires_grad_();
        var states = again.index_select(0, tensor(ids)).tanh();
        var expected = nn.functional.cross_entropy(states.matmul(again.t()), tensor(targets), reduction: nn.Reduction.Sum).div(3);
        expected.backward();
        Assert.Equal(expected.item<float>(), loss.item<float>(), 1e-5);
        Assert.Equal(TensorValues.ToArray(again.grad!), actual, (left, right) => Math.Abs(left - right) < 1e-6);
        Assert.Equal(rows, ids.Length);

        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }

    [Fact]
    public void Batches_of_a_step_add_up_to_one_large_batch()
    {
        var model = Model("bert");
        using var rig = new LanguageModelRig(model, Rows(model, 8));
        var whole = rig.ForwardBackward();
        var expected = rig.Gradients();
        rig.ClearGradients();
        var parts = rig.ForwardBackward([0, 3, 5], [1], [2, 4, 6, 7]);

        Assert.Equal(whole, parts, 1e-5);
        Assert.All(rig.Gradients(), pair => Assert.Equal(expected[pair.Key], pair.Value, (left, right) => Math.Abs(left - right) < 1e-5));
    }

    [Fact]
    public void Adapters_learn_beside_a_frozen_embedding()
    {
        var model = Model("llama");
        using var rig = new LanguageModelRig(
            model, Rows(model, 4), new PretrainingOptions { Transfer = new TransferConfiguration { Method = TransferMethod.Lora } });

        Assert.Equal(Math.Log(model.Configuration.VocabularySize), rig.ForwardBackward(), 0.15);
        Assert.All(rig.Parameters, parameter => Assert.Contains("lora_", parameter.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void Bfloat16_gives_nearly_the_same()
    {
        var model = Model("bert");
        var rows = Rows(model, 8);
        using var exact = new LanguageModelRig(model, rows);
        using var narrow = new LanguageModelRig(model, rows, new PretrainingOptions { Precision = TrainingPrecision.BFloat16 });

        Assert.Equal(exact.ForwardBackward(), narrow.ForwardBackward(), 0.01);
    }

    public void Dispose() => _folder.Dispose();

    private static List<int[]> Rows(LanguageModel model, int count)
    {
        var random = new Random(1);
        RowPacker packer = model.Configuration.IsDecoder
            ? new DecoderRowPacker(model.Tokenizer, 24, packs: false)
            : new EncoderRowPacker(model.Tokenizer, TinyModels.Sep, 24, packs: false);
        while (packer.Rows.Count < count)
        {
            packer.Add(model.Tokenizer.Encode(Support.TinyReports.Text(random, finds: true), addSpecialTokens: false).Ids);
        }

        return [.. packer.Rows.Take(count)];
    }

    private LanguageModel Model(string kind, int hidden = 32, int layers = 2) => kind switch
    {
        "bert" => TinyModels.Bert(_folder, hidden, layers),
        "llama" => TinyModels.Llama(_folder, hidden, layers),
        "untied llama" => TinyModels.Llama(_folder, hidden, layers, tied: false),
        _ => TinyModels.Gpt2(_folder),
    };
}
