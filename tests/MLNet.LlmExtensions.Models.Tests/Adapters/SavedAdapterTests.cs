using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Models.Tests.Adapters;

/// <summary>What is written means in PEFT what it means here. PEFT's rules are written down again in this class.</summary>
public sealed class SavedAdapterTests
{
    private static readonly LoraConfiguration[] Rules =
    [
        new() { Rank = 2, LayersToTransform = [1] },
        new() { Rank = 2, TargetModulesPattern = @"encoder\.layer\.\d+\.attention\.self\.(query|key)" },
        new() { Rank = 2, TargetModules = ["dense"], ExcludeModules = ["intermediate.dense"], LayersToTransform = [0], LayersPattern = ["layer"] },
        new()
        {
            Rank = 2,
            RankPattern = new Dictionary<string, int> { [@"encoder\.layer\.0\..*query"] = 1, ["model.encoder.layer.1.attention.self.value"] = 3 },
            AlphaPattern = new Dictionary<string, double> { [@"^encoder\.layer\.1\..*"] = 5.5 },
        },
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Adapted_modules_are_spelled_out(int index)
    {
        var rules = Rules[index];
        using var tiny = new TinyModel();
        var model = tiny.Open();
        var graph = TransferGraph.Build(model, new GraphOptions { Normalize = false }, new TransferConfiguration { Lora = rules }, AdapterPlacement.Initializers);
        using var folder = new TemporaryFolder();
        Classifier(model, new TransferConfiguration { Lora = rules }).Save(folder.Path);
        var config = JsonNode.Parse(File.ReadAllText(folder.File("adapter_config.json")))!;

        // All modules of BertForSequenceClassification, the pooler among them, which has no adapter here.
        var modules = graph.Layers.Select(layer => $"bert.{layer.Module}").Append("bert.pooler.dense").Append("classifier").ToArray();
        var targets = config["target_modules"]!.AsArray().Select(name => (string)name!).ToArray();
        Assert.Equal(
            graph.Adapted.Select(layer => $"bert.{layer.Module}").Order(StringComparer.Ordinal),
            modules.Where(module => targets.Any(target => module == target || module.EndsWith("." + target, StringComparison.Ordinal))).Order(StringComparer.Ordinal));
        foreach (var field in new[] { "exclude_modules", "layers_to_transform", "layers_pattern" })
            Assert.Null(config[field]);
        foreach (var layer in graph.Adapted)
        {
            Assert.Equal(rules.RankOf(layer.Module), Value("rank_pattern", layer.Module) ?? (int)config["r"]!);
            Assert.Equal(rules.AlphaOf(layer.Module), Value("alpha_pattern", layer.Module) ?? (double)config["lora_alpha"]!);
        }

        double? Value(string patterns, string module) => config[patterns]!.AsObject()
            .Where(pair => Regex.IsMatch($"bert.{module}", $"^(.*\\.)?({pair.Key})$")).Select(pair => (double?)pair.Value).FirstOrDefault();
    }

    [Fact]
    public void Norms_of_converted_checkpoints_have_the_names_of_PyTorch_in_the_file_only()
    {
        using var tiny = new TinyModel();
        using var folder = new TemporaryFolder();
        var stored = StoredTensors.Read(tiny.File("model.safetensors"));
        StoredTensors.Writer(stored.Select(tensor => tensor with { Key = LayerNormNames.Old(tensor.Key) })).Save(tiny.File("model.safetensors"));
        var model = tiny.Open();
        var classifier = Classifier(
            model, new TransferConfiguration { Lora = new LoraConfiguration { Rank = 1, Bias = AdapterBias.All, ModulesToSave = ["embeddings"] } });
        Assert.Contains("encoder.layer.0.output.LayerNorm.beta", classifier.Tensors.Keys);
        Assert.Contains("embeddings.LayerNorm.gamma", classifier.Tensors.Keys);
        Assert.Contains("embeddings.word_embeddings.weight", classifier.Tensors.Keys);

        classifier.Save(folder.Path);
        var adapter = LoraAdapter.Load(folder.Path);
        Assert.Contains("bert.encoder.layer.0.output.LayerNorm.bias", adapter.Tensors.Keys);
        Assert.Contains("bert.embeddings.LayerNorm.weight", adapter.Tensors.Keys);
        Assert.DoesNotContain(adapter.Tensors.Keys, name => name.EndsWith("gamma", StringComparison.Ordinal) || name.EndsWith("beta", StringComparison.Ordinal));
        Assert.Equal(classifier.Tensors.Keys.Order(), FineTunedClassifier.Load(folder.Path).Tensors.Keys.Order());
        Assert.Equal(classifier.Tensors.Keys.Order(), AdapterBinding.Bind(adapter, model, new GraphOptions()).Tensors.Keys.Order());
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("llama")]
    [InlineData("gemma")]
    public void Prefixes_are_taken_apart_by_PEFT_into_the_heads_that_keys_have(string name)
    {
        using var folder = new TemporaryFolder();
        var model = LanguageModel.FromPretrained(SharedData.PathTo($"reference/checkpoints/{name}"));
        Classifier(model, new TransferConfiguration { Method = TransferMethod.Prefix, PrefixLength = 2 }).Save(folder.Path);
        var config = JsonNode.Parse(File.ReadAllText(folder.File("adapter_config.json")))!;
        Assert.Equal(model.Configuration.KeyValueHeadCount, (int)config["num_attention_heads"]!);
        Assert.Equal(model.Configuration.HeadDimension, (int)config["token_dim"]! / (int)config["num_attention_heads"]!);
    }

    private static FineTunedClassifier Classifier(LanguageModel model, TransferConfiguration configuration)
    {
        var graph = TransferGraph.Build(model, new GraphOptions { Normalize = false }, configuration, AdapterPlacement.Initializers);
        return new FineTunedClassifier
        {
            BaseModelFolder = model.Folder,
            BaseModelType = model.Configuration.ModelType,
            BaseModelKeyValueHeads = model.Configuration.KeyValueHeadCount,
            BaseModelFingerprint = model.Fingerprint,
            Configuration = configuration,
            MaximumLength = 20,
            Classes = ["a", "b"],
            HeadWeight = new DenseTensor([2, model.Configuration.HiddenSize], new float[2 * model.Configuration.HiddenSize]),
            HeadBias = new DenseTensor([2], new float[2]),
            Tensors = graph.Trainable.ToDictionary(tensor => tensor.Name, tensor => new DenseTensor(tensor.Shape, new float[tensor.Count])),
        };
    }
}
