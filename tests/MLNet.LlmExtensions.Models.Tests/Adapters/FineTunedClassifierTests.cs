using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Models.Tests.Adapters;

/// <summary>A classifier survives being saved, in a folder and as bytes, whatever was trained.</summary>
public sealed class FineTunedClassifierTests
{
    private static readonly GraphOptions Options = new() { Normalize = false };

    public static TheoryData<TransferMethod> Methods => [.. Enum.GetValues<TransferMethod>()];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Classifier_is_the_same_after_saving_and_loading(TransferMethod method)
    {
        using var tiny = new TinyModel();
        using var folder = new TemporaryFolder();
        var classifier = Classifier(tiny.Open(), method);
        classifier.Save(folder.File("saved"));
        AssertSame(classifier, FineTunedClassifier.Load(folder.File("saved")));
        AssertSame(classifier, FineTunedClassifier.FromBytes(classifier.ToBytes()));

        // Memory that does not start at the start of an array.
        var bytes = classifier.ToBytes();
        byte[] shifted = [1, 2, 3, .. bytes, 4, 5];
        AssertSame(classifier, FineTunedClassifier.FromBytes(shifted.AsMemory(3, bytes.Length)));
    }

    /// <summary>A property that is added and not written would have its default again, and so must not have it here.</summary>
    [Fact]
    public void No_property_is_forgotten()
    {
        using var tiny = new TinyModel();
        using var folder = new TemporaryFolder();
        var classifier = Classifier(tiny.Open(), TransferMethod.Prefix);
        var plain = With(classifier, new Dictionary<string, DenseTensor>());
        classifier.Save(folder.Path);
        foreach (var copy in new[] { FineTunedClassifier.Load(folder.Path), FineTunedClassifier.FromBytes(classifier.ToBytes()) })
        {
            foreach (var property in typeof(FineTunedClassifier).GetProperties())
            {
                if (property.GetCustomAttribute<RequiredMemberAttribute>() is null)
                    Assert.NotEqual(property.GetValue(plain), property.GetValue(classifier));
                Assert.Equivalent(property.GetValue(classifier), property.GetValue(copy), strict: true);
            }
        }
    }

    [Theory]
    [InlineData("bert", "bert.", "classifier")]
    [InlineData("gpt2", "transformer.", "score")]
    [InlineData("gpt2-lmhead", "", "score")]
    [InlineData("llama", "", "score")]
    [InlineData("biogpt", "", "score")]
    [InlineData("roberta", "roberta.", "classifier")]
    public void Saved_adapter_has_the_names_of_the_head_model(string name, string prefix, string head)
    {
        using var folder = new TemporaryFolder();
        var model = LanguageModel.FromPretrained(SharedData.PathTo($"reference/checkpoints/{name}"));
        var classifier = Classifier(model, TransferMethod.Lora);
        classifier.Save(folder.Path);
        AssertSame(classifier, FineTunedClassifier.Load(folder.Path));

        var adapter = LoraAdapter.Load(folder.Path);
        var module = classifier.Tensors.Keys.First(key => key.EndsWith("lora_A.weight", StringComparison.Ordinal));
        Assert.Contains(adapter.Stored, tensor => tensor.Key == $"base_model.model.{prefix}{module}");
        Assert.Contains(adapter.Stored, tensor => tensor.Key == $"base_model.model.{head}.weight");
        Assert.Contains(head, adapter.Configuration.ModulesToSave);
        var config = JsonNode.Parse(File.ReadAllText(folder.File("adapter_config.json")))!;
        Assert.Equal(name.StartsWith("gpt2", StringComparison.Ordinal), (bool)config["fan_in_fan_out"]!);
        Assert.Equal("SEQ_CLS", (string)config["task_type"]!);

        // And it can be read as what it is, an adapter with a head.
        var again = FineTunedClassifier.FromAdapter(model, adapter, classifier.Classes, PoolingMode.Cls);
        Assert.Equal(classifier.Tensors.Keys.Order(), again.Tensors.Keys.Order());
        Assert.All(classifier.Tensors, pair => Assert.Equal(pair.Value.Values, again.Tensors[pair.Key].Values));
        Assert.Equal(classifier.HeadWeight.Values, again.HeadWeight.Values);
        Assert.Equal(classifier.HeadBias.Values, again.HeadBias.Values);
    }

    [Fact]
    public void Prefixes_are_saved_in_the_order_of_PEFT()
    {
        using var tiny = new TinyModel();
        using var folder = new TemporaryFolder();
        var classifier = Classifier(tiny.Open(), TransferMethod.Prefix);
        classifier.Save(folder.Path);
        var stored = StoredTensors.Read(folder.File("adapter_model.safetensors")).Single(tensor => tensor.Key == "prompt_embeddings");
        Assert.Equal([3, 2 * 2 * 16], stored.Shape);

        // PEFT views a row as [layers · 2, heads, size]: keys of layer 0, values of layer 0, keys of layer 1, …
        var values = stored.ToDense("test").Values;
        for (var row = 0; row < 3; row++)
        {
            for (var i = 0; i < 16; i++)
            {
                Assert.Equal(classifier.Tensors["prefix.0.value"].Values[(row * 16) + i], values[(row * 64) + 16 + i]);
                Assert.Equal(classifier.Tensors["prefix.1.key"].Values[(row * 16) + i], values[(row * 64) + 32 + i]);
            }
        }

        var config = JsonNode.Parse(File.ReadAllText(folder.File("adapter_config.json")))!;
        Assert.Equal("PREFIX_TUNING", (string)config["peft_type"]!);
        Assert.Equal(3, (int)config["num_virtual_tokens"]!);
        Assert.Equal(2, (int)config["num_layers"]!);
        Assert.Equal(16, (int)config["token_dim"]!);
    }

    [Fact]
    public void Files_that_do_not_belong_together_are_noticed()
    {
        using var tiny = new TinyModel();
        using var folder = new TemporaryFolder();
        Classifier(tiny.Open(), TransferMethod.Lora).Save(folder.File("a"));
        Classifier(tiny.Open(), TransferMethod.Lora, seed: 2).Save(folder.File("b"));
        File.Copy(folder.File("b/adapter_model.safetensors"), folder.File("a/adapter_model.safetensors"), overwrite: true);
        Assert.Contains("does not belong", Assert.Throws<InvalidDataException>(() => FineTunedClassifier.Load(folder.File("a"))).Message, StringComparison.Ordinal);
        Assert.Contains("classifier.json", Assert.Throws<FileNotFoundException>(() => FineTunedClassifier.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_way_of_transfer_leaves_nothing_of_the_last_one()
    {
        using var tiny = new TinyModel();
        using var folder = new TemporaryFolder();
        var model = tiny.Open();
        foreach (var method in new[] { TransferMethod.Lora, TransferMethod.Full, TransferMethod.Prefix, TransferMethod.Head, TransferMethod.Lora })
        {
            var classifier = Classifier(model, method);
            classifier.Save(folder.Path);
            AssertSame(classifier, FineTunedClassifier.Load(folder.Path));
            Assert.Equal(method is TransferMethod.Lora or TransferMethod.Prefix ? 3 : 2, Directory.EnumerateFiles(folder.Path).Count());
        }
    }

    [Fact]
    public void Saving_to_a_place_that_cannot_be_written_leaves_it_alone()
    {
        using var tiny = new TinyModel();
        using var folder = new TemporaryFolder();
        var classifier = Classifier(tiny.Open(), TransferMethod.Lora);
        File.WriteAllText(folder.File("file"), "kept");
        Assert.ThrowsAny<IOException>(() => classifier.Save(folder.File("file")));
        Assert.Equal("kept", File.ReadAllText(folder.File("file")));
    }

    [Fact]
    public void Too_large_a_classifier_is_refused_with_advice()
    {
        using var tiny = new TinyModel();
        var classifier = Classifier(tiny.Open(), TransferMethod.Head);
        // One array for many tensors: what counts is what would be written.
        var shared = new DenseTensor([1 << 24], new float[1 << 24]);
        var large = With(classifier, Enumerable.Range(0, 17).ToDictionary(i => $"t{i}.weight", _ => shared));
        using var folder = new TemporaryFolder();
        Assert.Contains(nameof(MergedCheckpoint), Assert.Throws<InvalidOperationException>(() => large.ToBytes()).Message, StringComparison.Ordinal);
        Assert.Contains(nameof(MergedCheckpoint), Assert.Throws<InvalidOperationException>(() => large.Save(folder.File("x"))).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("x")));
    }

    [Fact]
    public void Another_base_model_is_noticed()
    {
        using var tiny = new TinyModel();
        using var other = new TemporaryFolder();
        var classifier = Classifier(tiny.Open(), TransferMethod.Head);
        classifier.EnsureFits(tiny.Open());
        var model = LanguageModel.FromPretrained(TinyBert.Create(other.Path, seed: 9));
        var error = Assert.Throws<InvalidDataException>(() => classifier.EnsureFits(model));
        Assert.Contains(tiny.Folder, error.Message, StringComparison.Ordinal);
        Assert.Contains(other.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains(classifier.BaseModelFingerprint, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_Lora_classifier_is_an_adapter()
    {
        using var tiny = new TinyModel();
        Assert.Throws<InvalidOperationException>(() => Classifier(tiny.Open(), TransferMethod.Head).ToAdapter());
    }

    [Fact]
    public void Adapter_without_a_head_is_no_classifier()
    {
        var model = LanguageModel.FromPretrained(SharedData.PathTo("reference/checkpoints/bert"));
        var adapter = LoraAdapter.Load(SharedData.PathTo("reference/lora/bert-adapter"));
        Assert.Contains("no classification head", Assert.Throws<InvalidDataException>(() => FineTunedClassifier.FromAdapter(model, adapter)).Message, StringComparison.Ordinal);
        adapter = LoraAdapter.Load(SharedData.PathTo("reference/lora/bert-seqcls-adapter"));
        Assert.Throws<ArgumentException>(() => FineTunedClassifier.FromAdapter(model, adapter, ["a", "b"]));
        Assert.Equal(["a", "b", "c"], FineTunedClassifier.FromAdapter(model, adapter, ["a", "b", "c"]).Classes);
    }

    [Theory]
    [InlineData("bert", PoolingMode.Pooler)]
    [InlineData("gpt2", PoolingMode.LastToken)]
    [InlineData("llama", PoolingMode.LastToken)]
    public void Adapter_for_sequence_classification_is_pooled_as_its_class_does(string name, PoolingMode pooling)
    {
        var model = LanguageModel.FromPretrained(SharedData.PathTo($"reference/checkpoints/{name}"));
        var adapter = Classifier(model, TransferMethod.Lora).ToAdapter();
        Assert.Equal("SEQ_CLS", adapter.TaskType);
        Assert.Equal(pooling, FineTunedClassifier.FromAdapter(model, adapter).Pooling);
        Assert.Equal(PoolingMode.Mean, FineTunedClassifier.FromAdapter(model, adapter, pooling: PoolingMode.Mean).Pooling);
    }

    [Fact]
    public void Adapter_of_another_class_needs_to_be_told_the_pooling()
    {
        var model = LanguageModel.FromPretrained(SharedData.PathTo("reference/checkpoints/roberta"));
        var error = Assert.Throws<NotSupportedException>(() => FineTunedClassifier.FromAdapter(model, Classifier(model, TransferMethod.Lora).ToAdapter()));
        Assert.Contains("pooling", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Damaged_bytes_are_refused_or_read_and_never_surprise(int seed)
    {
        using var tiny = new TinyModel();
        var bytes = Classifier(tiny.Open(), TransferMethod.Lora).ToBytes();
        var random = new Random(seed);
        for (var round = 0; round < 400; round++)
        {
            var damaged = LoraAdapterTests.Damage(random, bytes, round % 3 == 0 ? 20 : 6000);
            try
            {
                _ = FineTunedClassifier.FromBytes(damaged);
            }
            catch (Exception exception) when (exception is InvalidDataException or NotSupportedException)
            {
                Assert.NotEmpty(exception.Message);
            }
        }

        Assert.Throws<InvalidDataException>(() => FineTunedClassifier.FromBytes(default));
        for (var length = 0; length < bytes.Length; length += 97)
            Assert.Throws<InvalidDataException>(() => FineTunedClassifier.FromBytes(bytes.AsMemory(0, length)));
    }

    [Theory]
    [InlineData("format", "2", typeof(NotSupportedException))]
    [InlineData("method", "\"Magic\"", typeof(InvalidDataException))]
    [InlineData("method", "\"0\"", typeof(InvalidDataException))]
    [InlineData("pooling", "\"mean\"", typeof(InvalidDataException))]
    [InlineData("classes", "[]", typeof(InvalidDataException))]
    [InlineData("classes", "[\"a\"]", typeof(InvalidDataException))]
    [InlineData("maximum_length", "0", typeof(InvalidDataException))]
    [InlineData("base_model_fingerprint", "null", typeof(InvalidDataException))]
    [InlineData("tensors_sha256", "null", typeof(InvalidDataException))]
    [InlineData("layers", "0", typeof(InvalidDataException))]
    [InlineData("layers", "3", typeof(InvalidDataException))]
    [InlineData("layers", "67108864", typeof(InvalidDataException))]
    public void Bad_fields_of_a_folder_are_refused(string field, string value, Type type)
    {
        using var tiny = new TinyModel();
        using var folder = new TemporaryFolder();
        Classifier(tiny.Open(), TransferMethod.Prefix).Save(folder.Path);
        var json = JsonNode.Parse(File.ReadAllText(folder.File("classifier.json")))!.AsObject();
        json[field] = JsonNode.Parse(value);
        File.WriteAllText(folder.File("classifier.json"), json.ToJsonString());
        Assert.Throws(type, () => FineTunedClassifier.Load(folder.Path));
    }

    [Theory]
    [InlineData(TransferMethod.Lora, 1)]
    [InlineData(TransferMethod.Prefix, 2)]
    [InlineData(TransferMethod.LastLayers, 3)]
    public void Damaged_folders_are_refused_or_read_and_never_surprise(TransferMethod method, int seed)
    {
        using var tiny = new TinyModel();
        using var folder = new TemporaryFolder();
        Classifier(tiny.Open(), method).Save(folder.Path);
        var files = Directory.EnumerateFiles(folder.Path).ToDictionary(file => file, File.ReadAllBytes);
        var random = new Random(seed);
        for (var round = 0; round < 120; round++)
        {
            var damaged = files.Keys.ElementAt(round % files.Count);
            File.WriteAllBytes(damaged, LoraAdapterTests.Damage(random, files[damaged], 3000));
            try
            {
                _ = FineTunedClassifier.Load(folder.Path);
            }
            catch (Exception exception) when (exception is InvalidDataException or NotSupportedException)
            {
                Assert.Contains(folder.Path, exception.Message, StringComparison.Ordinal);
            }

            File.WriteAllBytes(damaged, files[damaged]);
        }
    }

    internal static FineTunedClassifier Classifier(LanguageModel model, TransferMethod method, int seed = 1)
    {
        var configuration = new TransferConfiguration
        {
            Method = method,
            LastLayers = 1,
            PrefixLength = 3,
            Lora = new LoraConfiguration
            {
                Rank = 2,
                Alpha = 3.5,
                UseDora = true,
                UseRsLora = true,
                Bias = AdapterBias.LoraOnly,
                ExcludeModules = method == TransferMethod.Lora ? [model.Configuration.ModelType == "gpt2" ? "c_fc" : model.Configuration.IsDecoder ? "v_proj" : "value"] : [],
                RankPattern = new Dictionary<string, int> { [@".*\.1\..*"] = 1 },
                AlphaPattern = new Dictionary<string, double> { [@".*\.0\..*"] = 8 },
            },
        };
        var graph = TransferGraph.Build(model, Options, configuration, AdapterPlacement.Initializers);
        var random = new Random(seed);
        return new FineTunedClassifier
        {
            BaseModelFolder = model.Folder,
            BaseModelType = model.Configuration.ModelType,
            BaseModelKeyValueHeads = model.Configuration.KeyValueHeadCount,
            BaseModelFingerprint = model.Fingerprint,
            Configuration = configuration,
            Pooling = PoolingMode.Cls,
            MaximumLength = 20,
            Prompt = "query: ä",
            LongText = LongTextHandling.Truncate,
            ChunkOverlap = 7,
            IsMultiLabel = true,
            HasPairs = true,
            Classes = ["normal", "größer 3 cm", ""],
            HeadWeight = new DenseTensor([3, model.Configuration.HiddenSize], [.. Enumerable.Range(0, 3 * model.Configuration.HiddenSize).Select(_ => random.NextSingle())]),
            HeadBias = new DenseTensor([3], [1, float.NegativeInfinity, float.Epsilon]),
            Tensors = graph.Trainable.ToDictionary(
                tensor => tensor.Name, tensor => new DenseTensor(tensor.Shape, [.. TrainableTensorTests.GraphValuesOf(graph, tensor).Select(value => value + random.NextSingle())])),
        };
    }

    internal static FineTunedClassifier With(
        FineTunedClassifier classifier, IReadOnlyDictionary<string, DenseTensor> tensors, IReadOnlyList<string>? classes = null) => new()
    {
        BaseModelFolder = classifier.BaseModelFolder,
        BaseModelFingerprint = classifier.BaseModelFingerprint,
        Configuration = classifier.Configuration,
        MaximumLength = classifier.MaximumLength,
        Classes = classes ?? classifier.Classes,
        HeadWeight = classifier.HeadWeight,
        HeadBias = classifier.HeadBias,
        Tensors = tensors,
    };

    private static void AssertSame(FineTunedClassifier expected, FineTunedClassifier actual)
    {
        Assert.Equal(expected.BaseModelFolder, actual.BaseModelFolder);
        Assert.Equal(expected.BaseModelType, actual.BaseModelType);
        Assert.Equal(expected.BaseModelKeyValueHeads, actual.BaseModelKeyValueHeads);
        Assert.Equal(expected.BaseModelFingerprint, actual.BaseModelFingerprint);
        Assert.Equal(expected.Pooling, actual.Pooling);
        Assert.Equal(expected.MaximumLength, actual.MaximumLength);
        Assert.Equal(expected.Prompt, actual.Prompt);
        Assert.Equal(expected.LongText, actual.LongText);
        Assert.Equal(expected.ChunkOverlap, actual.ChunkOverlap);
        Assert.Equal(expected.IsMultiLabel, actual.IsMultiLabel);
        Assert.Equal(expected.HasPairs, actual.HasPairs);
        Assert.Equal(expected.Classes, actual.Classes);
        Assert.Equal(expected.HeadWeight.Shape, actual.HeadWeight.Shape);
        Assert.Equal(expected.HeadWeight.Values, actual.HeadWeight.Values);
        Assert.Equal(expected.HeadBias.Values, actual.HeadBias.Values);
        Assert.Equal(expected.Tensors.Keys.Order(StringComparer.Ordinal), actual.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected.Tensors, pair =>
        {
            Assert.Equal(pair.Value.Shape, actual.Tensors[pair.Key].Shape);
            Assert.Equal(pair.Value.Values, actual.Tensors[pair.Key].Values);
        });
        Assert.Equal(expected.Configuration.Method, actual.Configuration.Method);
        Assert.Equal(expected.Configuration.LastLayers, actual.Configuration.LastLayers);
        Assert.Equal(expected.Configuration.PrefixLength, actual.Configuration.PrefixLength);
        Assert.Equivalent(expected.Configuration.Lora, actual.Configuration.Lora, strict: true);
    }
}
