using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Training.Tests.Pretraining;

public sealed class NewLanguageModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds => ["bert", "llama", "gpt2"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_new_model_opens_and_has_every_tensor_that_its_graph_needs(string kind)
    {
        var model = TinyModels.Create(_folder, Configuration(kind), seed: 1);

        Assert.Equal(kind, model.Configuration.ModelType);
        Assert.Equal(32, model.Configuration.HiddenSize);
        Assert.Equal(3, model.Configuration.LayerCount);
        Assert.Equal(model.Tokenizer.VocabularySize, model.Configuration.VocabularySize);
        Assert.Equal(48, model.Configuration.MaximumPositions);
        var needed = model.BuildGraph(new GraphOptions { Output = kind == "bert" ? GraphOutput.LastHiddenState : GraphOutput.Logits });
        var external = needed.Proto.Graph.Initializer.Select(tensor => tensor.Name).ToHashSet();
        Assert.All(model.Files.Checkpoint!.Tensors.Keys.Where(name => !name.StartsWith("cls.", StringComparison.Ordinal)), name => Assert.Contains(name, external));
        Assert.NotEmpty(model.Tokenizer.Encode("no effusion").Ids);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Weights_begin_as_the_papers_say(string kind)
    {
        var model = TinyModels.Create(_folder, Configuration(kind), seed: 1);
        using var file = SafetensorsFile.Open(Path.Combine(model.Folder, Checkpoint.SingleFileName));
        foreach (var (name, tensor) in file.Tensors)
        {
            var values = file.GetElements<float>(name).ToArray();
            if (tensor.Shape.Count == 2)
            {
                // GPT-2's layers that add to the residual stream: two for each layer.
                var expected = kind == "gpt2" && name.EndsWith("c_proj.weight", StringComparison.Ordinal) ? 0.02 / Math.Sqrt(6) : 0.02;
                Assert.Equal(0, values.Average(), 5 * expected / Math.Sqrt(values.Length));
                Assert.Equal(expected, Math.Sqrt(values.Average(value => (double)value * value)), expected * 5 / Math.Sqrt(2 * values.Length));
                Assert.True(values.Length < 500 || (values.Max() > 2 * expected && values.Min() < -2 * expected), name);
            }
            else
            {
                Assert.All(values, value => Assert.Equal(name.EndsWith("bias", StringComparison.Ordinal) ? 0 : 1, value));
            }
        }
    }

    [Fact]
    public void The_seed_decides_the_weights()
    {
        var configuration = Configuration("bert");
        var first = TinyModels.Create(_folder, configuration, seed: 1);

        Assert.Equal(first.Fingerprint, TinyModels.Create(_folder, configuration, seed: 1).Fingerprint);
        Assert.NotEqual(first.Fingerprint, TinyModels.Create(_folder, configuration, seed: 2).Fingerprint);
    }

    [Fact]
    public void An_untied_decoder_has_a_matrix_for_its_scores()
    {
        Assert.True(TinyModels.Llama(_folder, tied: false).Files.Checkpoint!.Contains("lm_head.weight"));
        Assert.False(TinyModels.Llama(_folder, tied: true).Files.Checkpoint!.Contains("lm_head.weight"));
    }

    [Fact]
    public void Room_for_more_tokens_can_be_made()
    {
        var model = TinyModels.Create(_folder, new NewBert { HiddenSize = 16, VocabularySize = 200, MaximumPositions = 48 }, seed: 1);

        Assert.Equal(200, model.Configuration.VocabularySize);
    }

    [Fact]
    public void Sizes_that_make_no_sense_are_named()
    {
        AssertNames("HiddenSize is 30, which 4 attention heads", new NewBert { HiddenSize = 30 });
        AssertNames("LayerCount is 0", new NewBert { LayerCount = 0 });
        AssertNames("VocabularySize is 10", new NewBert { VocabularySize = 10 });
        AssertNames("KeyValueHeadCount is 3", new NewLlama { KeyValueHeadCount = 3 });
        AssertNames("rotary positions need an even number", new NewLlama { HiddenSize = 12 });

        void AssertNames(string expected, NewModelConfiguration configuration)
        {
            var exception = Assert.Throws<ArgumentException>(() => TinyModels.Create(_folder, configuration, 1));
            Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Nothing_is_written_over_and_nothing_half_done_stays()
    {
        var full = TinyModels.Tokenizer(_folder);
        Assert.Throws<IOException>(() => NewLanguageModel.Create(full, full, new NewBert()));
        Assert.Throws<DirectoryNotFoundException>(() => NewLanguageModel.Create(_folder.File("new"), _folder.File("absent"), new NewBert()));
        Assert.False(Directory.Exists(_folder.File("new")));
    }

    public void Dispose() => _folder.Dispose();

    private static NewModelConfiguration Configuration(string kind) => kind switch
    {
        "bert" => new NewBert { HiddenSize = 32, LayerCount = 3, MaximumPositions = 48 },
        "llama" => new NewLlama { HiddenSize = 32, LayerCount = 3, MaximumPositions = 48, KeyValueHeadCount = 2 },
        _ => new NewGpt2 { HiddenSize = 32, LayerCount = 3, MaximumPositions = 48 },
    };
}
