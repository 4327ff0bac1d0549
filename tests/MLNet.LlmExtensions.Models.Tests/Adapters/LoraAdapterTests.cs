using System.Text.Json.Nodes;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Models.Tests.Adapters;

/// <summary>PEFT's folders, read and written.</summary>
public sealed class LoraAdapterTests
{
    [Theory]
    [InlineData("bert-adapter")]
    [InlineData("bert-seqcls-adapter")]
    [InlineData("bert-rslora-adapter")]
    [InlineData("llama-adapter")]
    [InlineData("biogpt-adapter")]
    [InlineData("gpt2-adapter")]
    public void Reference_adapter_is_saved_again_byte_for_byte(string name)
    {
        using var folder = new TemporaryFolder();
        var original = SharedData.PathTo($"reference/lora/{name}");
        var adapter = LoraAdapter.Load(original);
        adapter.Save(folder.Path);
        AssertSameTensors(Path.Combine(original, "adapter_model.safetensors"), folder.File("adapter_model.safetensors"));
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse(File.ReadAllText(Path.Combine(original, "adapter_config.json"))), JsonNode.Parse(File.ReadAllText(folder.File("adapter_config.json")))));
        Assert.Equal(4, adapter.Configuration.Rank);
        Assert.Equal(8, adapter.Configuration.Alpha);
        Assert.Equal(name.Contains("rslora", StringComparison.Ordinal), adapter.Configuration.UseRsLora);
        Assert.Equal(name.Contains("seqcls", StringComparison.Ordinal), adapter.ClassifierWeight is not null);
    }

    [Fact]
    public void Half_precision_and_unknown_fields_stay_as_they_are()
    {
        using var folder = new TemporaryFolder();
        var written = folder.File("written");
        Write(
            written,
            """{"peft_type":"LORA","r":1,"lora_alpha":2.5,"target_modules":["q"],"some_new_field":{"a":[1,null]},"peft_version":"0.99"}""",
            ("base_model.model.q.lora_A.weight", SafetensorsType.BF16, [1, 2], [0x80, 0x3F, 0x00, 0xC0]),
            ("base_model.model.q.lora_B.weight", SafetensorsType.F16, [2, 1], [0x00, 0x3C, 0x00, 0xC0]));
        var adapter = LoraAdapter.Load(written);
        Assert.Equal([1f, -2f], adapter.Tensors["q.lora_A.weight"].Values);
        Assert.Equal([1f, -2f], adapter.Tensors["q.lora_B.weight"].Values);
        Assert.Equal(2.5, adapter.Configuration.Scaling("q"));
        adapter.Save(folder.File("again"));
        AssertSameTensors(folder.File("written/adapter_model.safetensors"), folder.File("again/adapter_model.safetensors"));
        Assert.Contains("some_new_field", File.ReadAllText(folder.File("again/adapter_config.json")), StringComparison.Ordinal);
        Assert.Contains("0.99", File.ReadAllText(folder.File("again/adapter_config.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("base_model.model.bert.x.query.lora_A.weight", "bert.x.query", "lora_A.weight")]
    [InlineData("base_model.model.bert.x.query.lora_A.default.weight", "bert.x.query", "lora_A.weight")]
    [InlineData("bert.x.query.lora_B.weight", "bert.x.query", "lora_B.weight")]
    [InlineData("base_model.model.x.lora_magnitude_vector", "x", "lora_magnitude_vector")]
    [InlineData("base_model.model.x.lora_magnitude_vector.weight", "x", "lora_magnitude_vector")]
    [InlineData("base_model.model.x.lora_magnitude_vector.default.weight", "x", "lora_magnitude_vector")]
    [InlineData("base_model.model.x.query.base_layer.bias", "x.query", "bias")]
    [InlineData("base_model.model.x.LayerNorm.bias", "x.LayerNorm", "bias")]
    [InlineData("base_model.model.classifier.weight", "classifier", "weight")]
    [InlineData("base_model.model.classifier.modules_to_save.default.weight", "classifier", "weight")]
    [InlineData("base_model.model.classifier.modules_to_save.weight", "classifier", "weight")]
    [InlineData("base_model.classifier.bias", "classifier", "bias")]
    public void Names_of_every_version_are_understood(string key, string module, string tensor) =>
        Assert.Equal(new PeftKey(module, tensor), PeftKey.Parse(key, "test"));

    [Fact]
    public void Copies_of_base_weights_are_ignored_and_other_variants_refused()
    {
        Assert.Null(PeftKey.Parse("base_model.model.classifier.original_module.weight", "test"));
        Assert.Throws<NotSupportedException>(() => PeftKey.Parse("base_model.model.embed.lora_embedding_A", "test"));
        Assert.Throws<NotSupportedException>(() => PeftKey.Parse("base_model.model.x.lora_B.bias", "test"));
        Assert.Throws<InvalidDataException>(() => PeftKey.Parse("weight", "test"));
    }

    [Theory]
    [InlineData("""{"peft_type":"IA3"}""", typeof(NotSupportedException), "IA3")]
    [InlineData("""{"r":4}""", typeof(InvalidDataException), "peft_type")]
    [InlineData("""{"peft_type":"LORA","r":0}""", typeof(InvalidDataException), "'r'")]
    [InlineData("""{"peft_type":"LORA","r":"8"}""", typeof(InvalidDataException), "'r'")]
    [InlineData("""{"peft_type":"LORA","bias":"some"}""", typeof(InvalidDataException), "bias")]
    [InlineData("""{"peft_type":"LORA","rank_pattern":{"q":-1}}""", typeof(InvalidDataException), "rank_pattern.q")]
    [InlineData("""{"peft_type":"LORA","alpha_pattern":{"q":"a"}}""", typeof(InvalidDataException), "alpha_pattern.q")]
    [InlineData("""{"peft_type":"LORA","layers_to_transform":[0.5]}""", typeof(InvalidDataException), "layers_to_transform")]
    [InlineData("""{"peft_type":"LORA","target_modules":[1]}""", typeof(InvalidDataException), "target_modules")]
    [InlineData("""{"peft_type":"LORA","base_model_name_or_path":7}""", typeof(InvalidDataException), "base_model_name_or_path")]
    [InlineData("""{"peft_type":"LORA","r":4,"r":4}""", typeof(InvalidDataException), "adapter_config.json")]
    [InlineData("""{"peft_type":"LORA","alpha_pattern":{"(":8}}""", typeof(InvalidDataException), "'('")]
    [InlineData("""{"peft_type":"LORA","target_modules":"[a"}""", typeof(InvalidDataException), "'[a'")]
    [InlineData("""{"peft_type":"LORA","lora_bias":true}""", typeof(NotSupportedException), "lora_bias")]
    [InlineData("""{"peft_type":"LORA","layer_replication":[[0,4]]}""", typeof(NotSupportedException), "layer_replication")]
    [InlineData("""{"peft_type":"LORA","kasa_config":{"beta":1}}""", typeof(NotSupportedException), "kasa_config")]
    [InlineData("""{"peft_type":"LORA","velora_config":{"scale":1}}""", typeof(NotSupportedException), "velora_config")]
    [InlineData("""{"peft_type":"LORA","monteclora_config":{"samples":8}}""", typeof(NotSupportedException), "monteclora_config")]
    [InlineData("""{"peft_type":"LORA","rank_pattern":{"(?=q)q":8}}""", typeof(InvalidDataException), "looks ahead")]
    [InlineData("""{"peft_type":"LORA","init_lora_weights":"pissa"}""", typeof(NotSupportedException), "path_initial_model_for_weight_conversion")]
    [InlineData("""{"peft_type":"LORA","init_lora_weights":"pissa_niter_16"}""", typeof(NotSupportedException), "'pissa_niter_16'")]
    [InlineData("""{"peft_type":"LORA","init_lora_weights":"OLoRA"}""", typeof(NotSupportedException), "'OLoRA'")]
    [InlineData("""{"peft_type":"LORA","init_lora_weights":"corda"}""", typeof(NotSupportedException), "'corda'")]
    [InlineData("""{"peft_type":"LORA","init_lora_weights":"loftq"}""", typeof(NotSupportedException), "'loftq'")]
    [InlineData("[]", typeof(InvalidDataException), "adapter_config.json")]
    [InlineData("{", typeof(InvalidDataException), "adapter_config.json")]
    public void Bad_configuration_is_refused_by_name(string json, Type type, string name)
    {
        using var folder = new TemporaryFolder();
        Write(folder.Path, json, ("base_model.model.q.lora_A.weight", SafetensorsType.F32, [0], []));
        var error = Assert.Throws(type, () => LoraAdapter.Load(folder.Path));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains(folder.Path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("\"gaussian\"")]
    [InlineData("\"eva\"")]
    [InlineData("\"orthogonal\"")]
    [InlineData("\"mica\"")]
    [InlineData("\"lora_ga\"")]
    public void Starts_that_leave_the_base_model_alone_make_no_difference(string start)
    {
        using var folder = new TemporaryFolder();
        WriteQuery(folder.Path, $$"""{"peft_type":"LORA","r":1,"target_modules":["query"],"init_lora_weights":{{start}}}""", 1);
        Assert.Equal(1, LoraAdapter.Load(folder.Path).Configuration.Rank);
    }

    [Fact]
    public void Bias_that_is_there_under_two_names_must_be_the_same()
    {
        using var folder = new TemporaryFolder();
        const string Config = """{"peft_type":"LORA","r":1,"target_modules":["query"],"bias":"all","modules_to_save":["classifier"],"task_type":"SEQ_CLS"}""";
        (string, SafetensorsType, long[], byte[]) saved = ("base_model.model.classifier.bias", SafetensorsType.F32, [1], [0, 0, 0x80, 0x3F]);
        Write(folder.File("same"), Config, saved, saved with { Item1 = "base_model.model.classifier.modules_to_save.bias" });
        var adapter = LoraAdapter.Load(folder.File("same"));
        Assert.Equal([1f], adapter.ClassifierBias!.Values);
        adapter.Save(folder.File("again"));
        AssertSameTensors(folder.File("same/adapter_model.safetensors"), folder.File("again/adapter_model.safetensors"));

        foreach (var other in new[] { saved with { Item4 = [0, 0, 0x80, 0xBF] }, saved with { Item3 = [1, 1] }, saved with { Item2 = SafetensorsType.BF16, Item3 = [2] } })
        {
            Write(folder.File("other"), Config, saved, other with { Item1 = "base_model.model.classifier.modules_to_save.bias" });
            var error = Assert.Throws<InvalidDataException>(() => LoraAdapter.Load(folder.File("other")));
            Assert.Contains("classifier.modules_to_save.bias", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("lm_head")]
    [InlineData("cls.predictions.transform.dense")]
    [InlineData("qa_outputs")]
    [InlineData("pre_classifier")]
    [InlineData("classifier.out_proj")]
    public void Head_for_another_task_is_no_obstacle(string head)
    {
        using var folder = new TemporaryFolder();
        using var tiny = new TinyModel();
        WriteQuery(
            folder.Path,
            """{"peft_type":"LORA","r":1,"target_modules":["query"]}""",
            1,
            ($"base_model.model.{head}.lora_A.weight", SafetensorsType.F32, [1, 16], new byte[64]),
            ($"base_model.model.{head}.lora_B.weight", SafetensorsType.F32, [2, 1], new byte[8]),
            ($"base_model.model.{head}.bias", SafetensorsType.F32, [2], new byte[8]));
        var adapter = LoraAdapter.Load(folder.Path);
        Assert.Equal(2, AdapterBinding.Bind(adapter, tiny.Open(), new GraphOptions()).Tensors.Count);
        MergedCheckpoint.Save(tiny.Open(), adapter, folder.File("merged"));
    }

    [Fact]
    public void Rank_above_the_width_is_served_but_not_trained()
    {
        using var folder = new TemporaryFolder();
        using var tiny = new TinyModel();
        var model = tiny.Open();
        WriteQuery(folder.Path, """{"peft_type":"LORA","r":20,"target_modules":["query"]}""", 20);
        var binding = AdapterBinding.Bind(LoraAdapter.Load(folder.Path), model, new GraphOptions());
        Assert.Equal(2, TransferGraph.Build(model, new GraphOptions(), binding.Transfer, AdapterPlacement.OverridableInputs).Trainable.Count);
        Assert.Throws<ArgumentException>(() => TransferGraph.Build(model, new GraphOptions(), binding.Transfer, AdapterPlacement.Initializers));
    }

    [Theory]
    [InlineData("^bert.encoder.layer.0.*", 6)]
    [InlineData("self.query", 6)]
    [InlineData("^encoder.layer.0.*", 3)]
    [InlineData("uery", 3)]
    public void Patterns_are_for_the_paths_of_the_adapter(string pattern, double scaling)
    {
        using var folder = new TemporaryFolder();
        using var tiny = new TinyModel();
        WriteQuery(folder.Path, $$"""{"peft_type":"LORA","r":1,"lora_alpha":3,"alpha_pattern":{"{{pattern}}":6},"target_modules":"(?!x).*query"}""", 1);
        var binding = AdapterBinding.Bind(LoraAdapter.Load(folder.Path), tiny.Open(), new GraphOptions());
        Assert.Equal(scaling, binding.Configuration.Scaling("encoder.layer.0.attention.self.query"));
        Assert.Equal(["encoder.layer.0.attention.self.query"], binding.Configuration.TargetModules);
    }

    [Fact]
    public void Matrices_of_different_ranks_are_refused_before_they_are_served()
    {
        using var tiny = new TinyModel();
        var model = tiny.Open();
        var classifier = FineTunedClassifierTests.Classifier(model, TransferMethod.Lora);
        var graph = TransferGraph.Build(model, new GraphOptions { Normalize = false }, classifier.Configuration, AdapterPlacement.OverridableInputs);
        var name = classifier.Tensors.Keys.First(key => key.EndsWith("lora_A.weight", StringComparison.Ordinal));
        var tensors = new Dictionary<string, DenseTensor>(classifier.Tensors) { [name] = new DenseTensor([7, 16], new float[7 * 16]) };
        var error = Assert.Throws<InvalidDataException>(() => ServingInputs.Of(graph, FineTunedClassifierTests.With(classifier, tensors)));
        Assert.Contains("float[7, 16]", error.Message, StringComparison.Ordinal);
        Assert.Contains(name[..^".lora_A.weight".Length], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_files_are_named()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("adapter_config.json", Assert.Throws<FileNotFoundException>(() => LoraAdapter.Load(folder.Path)).Message, StringComparison.Ordinal);
        File.WriteAllText(folder.File("adapter_config.json"), """{"peft_type":"LORA"}""");
        Assert.Contains("adapter_model.safetensors", Assert.Throws<FileNotFoundException>(() => LoraAdapter.Load(folder.Path)).Message, StringComparison.Ordinal);
        File.WriteAllText(folder.File("adapter_model.bin"), "");
        Assert.Contains("pickle", Assert.Throws<NotSupportedException>(() => LoraAdapter.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Adapter_for_another_base_is_refused_with_module_and_shapes()
    {
        using var tiny = new TinyModel();
        var error = Assert.Throws<InvalidDataException>(() => AdapterBinding.Bind(LoraAdapter.Load(SharedData.PathTo("reference/lora/bert-adapter")), tiny.Open(), new GraphOptions()));
        Assert.Contains("encoder.layer.0.attention.self.query", error.Message, StringComparison.Ordinal);
        Assert.Contains("[4, 48]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[4, 16]", error.Message, StringComparison.Ordinal);
        Assert.Contains(tiny.Folder, error.Message, StringComparison.Ordinal);

        error = Assert.Throws<InvalidDataException>(() => AdapterBinding.Bind(LoraAdapter.Load(SharedData.PathTo("reference/lora/llama-adapter")), tiny.Open(), new GraphOptions()));
        Assert.Contains("model.layers.0.self_attn.q_proj", error.Message, StringComparison.Ordinal);
        Assert.Contains("[4, 48]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Head_of_several_layers_is_no_obstacle_to_the_adapter_but_no_classifier()
    {
        using var folder = new TemporaryFolder();
        using var tiny = new TinyModel();
        Write(
            folder.Path,
            """{"peft_type":"LORA","r":1,"target_modules":["query"],"modules_to_save":["classifier"]}""",
            ("base_model.model.bert.encoder.layer.0.attention.self.query.lora_A.weight", SafetensorsType.F32, [1, 16], new byte[64]),
            ("base_model.model.bert.encoder.layer.0.attention.self.query.lora_B.weight", SafetensorsType.F32, [16, 1], new byte[64]),
            ("base_model.model.classifier.dense.weight", SafetensorsType.F32, [1, 1], new byte[4]),
            ("base_model.model.classifier.out_proj.weight", SafetensorsType.F32, [1, 1], new byte[4]));
        var adapter = LoraAdapter.Load(folder.Path);
        Assert.Equal(2, AdapterBinding.Bind(adapter, tiny.Open(), new GraphOptions()).Tensors.Count);
        Assert.Contains("classifier.dense", Assert.Throws<NotSupportedException>(() => FineTunedClassifier.FromAdapter(tiny.Open(), adapter)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lora_B.weight")]
    [InlineData("lora_A.weight")]
    public void Incomplete_adapter_is_refused(string missing)
    {
        using var folder = new TemporaryFolder();
        using var tiny = new TinyModel();
        const string Module = "encoder.layer.0.attention.self.query";
        (string, SafetensorsType, long[], byte[])[] tensors =
        [
            ($"base_model.model.{Module}.lora_A.weight", SafetensorsType.F32, [1, 16], new byte[64]),
            ($"base_model.model.{Module}.lora_B.weight", SafetensorsType.F32, [16, 1], new byte[64]),
        ];
        Write(folder.Path, """{"peft_type":"LORA","r":1,"target_modules":["query"]}""", [.. tensors.Where(tensor => !tensor.Item1.EndsWith(missing, StringComparison.Ordinal))]);
        var error = Assert.Throws<InvalidDataException>(() => AdapterBinding.Bind(LoraAdapter.Load(folder.Path), tiny.Open(), new GraphOptions()));
        Assert.Contains($"'{missing}' of '{Module}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Damaged_files_are_refused_or_read_and_never_surprise(int seed)
    {
        using var folder = new TemporaryFolder();
        var original = SharedData.PathTo("reference/lora/bert-seqcls-adapter");
        var config = File.ReadAllBytes(Path.Combine(original, "adapter_config.json"));
        var tensors = File.ReadAllBytes(Path.Combine(original, "adapter_model.safetensors"));
        var random = new Random(seed);
        for (var round = 0; round < 150; round++)
        {
            // The header is a small part of the tensors' file, and the part that matters.
            File.WriteAllBytes(folder.File("adapter_config.json"), round % 2 == 0 ? Damage(random, config, config.Length) : config);
            File.WriteAllBytes(folder.File("adapter_model.safetensors"), round % 2 == 1 ? Damage(random, tensors, 2400) : tensors);
            try
            {
                _ = LoraAdapter.Load(folder.Path).ClassifierWeight;
            }
            catch (Exception exception) when (exception is InvalidDataException or NotSupportedException)
            {
                Assert.Contains("adapter_", exception.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Failing_to_write_leaves_the_old_adapter()
    {
        using var folder = new TemporaryFolder();
        var adapter = LoraAdapter.Load(SharedData.PathTo("reference/lora/bert-adapter"));
        adapter.Save(folder.File("adapter"));
        var before = Directory.EnumerateFiles(folder.File("adapter")).ToDictionary(file => file, File.ReadAllBytes);
        Assert.Throws<IOException>(() => AtomicFolder.Write(
            folder.File("adapter"),
            [
                ("adapter_model.safetensors", stream => stream.Write(new byte[100])),
                ("adapter_config.json", stream =>
                {
                    stream.Write(new byte[100]);
                    throw new IOException("No space left on device");
                }),
            ],
            "other.file"));
        Assert.Equal(before.Keys.Order(), Directory.EnumerateFiles(folder.File("adapter")).Order());
        Assert.All(before, pair => Assert.Equal(pair.Value, File.ReadAllBytes(pair.Key)));

        Assert.Throws<IOException>(() => AtomicFolder.Write(folder.File("new"), [("a", _ => throw new IOException("full"))]));
        Assert.False(Directory.Exists(folder.File("new")));
    }

    internal static byte[] Damage(Random random, byte[] bytes, int within)
    {
        byte[] damaged = [.. bytes];
        for (var i = random.Next(1, 6); i > 0; i--)
            damaged[random.Next(Math.Min(within, damaged.Length))] = (byte)random.Next(256);
        return random.Next(4) == 0 ? damaged[..random.Next(damaged.Length)] : damaged;
    }

    internal static void AssertSameTensors(string expected, string actual)
    {
        using var one = SafetensorsFile.Open(expected);
        using var other = SafetensorsFile.Open(actual);
        Assert.Equal(one.Tensors.Keys.Order(), other.Tensors.Keys.Order());
        foreach (var tensor in one.Tensors.Values)
        {
            Assert.Equal(tensor.Type, other.Tensors[tensor.Name].Type);
            Assert.Equal(tensor.Shape, other.Tensors[tensor.Name].Shape);
            Assert.Equal(one.GetBytes(tensor.Name), other.GetBytes(tensor.Name));
        }
    }

    /// <summary>An adapter of zeros for one layer of the tiny BERT, as its class for some task calls it.</summary>
    private static void WriteQuery(string folder, string config, int rank, params (string Name, SafetensorsType Type, long[] Shape, byte[] Data)[] others) => Write(
        folder,
        config,
        [
            ("base_model.model.bert.encoder.layer.0.attention.self.query.lora_A.weight", SafetensorsType.F32, [rank, 16], new byte[rank * 64]),
            ("base_model.model.bert.encoder.layer.0.attention.self.query.lora_B.weight", SafetensorsType.F32, [16, rank], new byte[rank * 64]),
            .. others,
        ]);

    private static void Write(string folder, string config, params (string Name, SafetensorsType Type, long[] Shape, byte[] Data)[] tensors)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "adapter_config.json"), config);
        var writer = new SafetensorsWriter();
        foreach (var (name, type, shape, data) in tensors)
            writer.Add(name, type, shape, data);
        writer.Save(Path.Combine(folder, "adapter_model.safetensors"));
    }
}
