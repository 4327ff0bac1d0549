using System.Text.Json.Nodes;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Models.Tests.Adapters;

public sealed class MergedCheckpointTests
{
    [Theory]
    [InlineData("llama-bf16", SafetensorsType.BF16)]
    [InlineData("llama-f16", SafetensorsType.F16)]
    [InlineData("llama", SafetensorsType.F32)]
    public void Weights_stay_in_the_type_of_the_base_model(string name, SafetensorsType type)
    {
        using var folder = new TemporaryFolder();
        var model = Model(name);
        MergedCheckpoint.Save(model, Adapter("llama-adapter"), folder.File("merged"));
        using var before = SafetensorsFile.Open(Path.Combine(model.Folder, "model.safetensors"));
        using var after = SafetensorsFile.Open(folder.File("merged/model.safetensors"));
        Assert.Equal(before.Tensors.Keys.Order(), after.Tensors.Keys.Order());
        var changed = 0;
        foreach (var tensor in before.Tensors.Values)
        {
            Assert.Equal(tensor.Type, after.Tensors[tensor.Name].Type);
            Assert.Equal(tensor.Shape, after.Tensors[tensor.Name].Shape);
            if (!before.GetBytes(tensor.Name).SequenceEqual(after.GetBytes(tensor.Name)))
            {
                changed++;
                Assert.Equal(type, after.Tensors[tensor.Name].Type);
                Assert.True(tensor.Name.EndsWith("q_proj.weight", StringComparison.Ordinal) || tensor.Name.EndsWith("v_proj.weight", StringComparison.Ordinal), tensor.Name);
            }
        }

        Assert.Equal(6, changed);
    }

    [Fact]
    public void Large_models_are_written_in_shards()
    {
        using var folder = new TemporaryFolder();
        var model = Model("bert");
        MergedCheckpoint.Save(model, Adapter("bert-adapter"), folder.File("whole"));
        MergedCheckpoint.Save(model, Adapter("bert-adapter"), folder.File("shards"), largestShard: 50_000);
        var shards = Directory.EnumerateFiles(folder.File("shards"), "model-*.safetensors").Select(Path.GetFileName).Order().ToArray();
        Assert.True(shards.Length > 3);
        Assert.Equal($"model-00001-of-{shards.Length:00000}.safetensors", shards[0]);
        var index = JsonNode.Parse(File.ReadAllText(folder.File("shards/model.safetensors.index.json")))!;
        Assert.Equal(new FileInfo(folder.File("whole/model.safetensors")).Length, (long)index["metadata"]!["total_size"]!, 20_000.0);
        var whole = LanguageModel.FromPretrained(folder.File("whole")).Files.Checkpoint!;
        var parts = LanguageModel.FromPretrained(folder.File("shards")).Files.Checkpoint!;
        Assert.Equal(whole.Tensors.Keys.Order(), parts.Tensors.Keys.Order());
        foreach (var (name, tensor) in whole.Tensors)
        {
            using var one = SafetensorsFile.Open(tensor.Path);
            using var other = SafetensorsFile.Open(parts.Tensors[name].Path);
            Assert.Equal(one.GetBytes(name), other.GetBytes(name));
        }
    }

    [Fact]
    public void Sharded_checkpoints_can_be_merged()
    {
        using var folder = new TemporaryFolder();
        MergedCheckpoint.Save(Model("bert"), Adapter("bert-adapter"), folder.File("a"));
        MergedCheckpoint.Save(Model("bert-sharded"), Adapter("bert-adapter"), folder.File("b"));
        LoraAdapterTests.AssertSameTensors(folder.File("a/model.safetensors"), folder.File("b/model.safetensors"));
        Assert.False(File.Exists(folder.File("b/model.safetensors.index.json")));
    }

    [Fact]
    public void Classifier_becomes_a_checkpoint_for_sequence_classification()
    {
        using var tiny = new TinyModel();
        using var folder = new TemporaryFolder();
        var model = tiny.Open();
        var classifier = FineTunedClassifierTests.Classifier(model, TransferMethod.LastLayers);
        MergedCheckpoint.Save(model, classifier, folder.File("merged"));
        var config = JsonNode.Parse(File.ReadAllText(folder.File("merged/config.json")))!;
        Assert.Equal("BertForSequenceClassification", (string)config["architectures"]![0]!);
        Assert.Equal("größer 3 cm", (string)config["id2label"]!["1"]!);
        Assert.Equal(1, (int)config["label2id"]!["größer 3 cm"]!);
        Assert.Equal("multi_label_classification", (string)config["problem_type"]!);
        Assert.Equal(16, (int)config["hidden_size"]!);
        Assert.True(File.Exists(folder.File("merged/vocab.txt")));
        using var weights = SafetensorsFile.Open(folder.File("merged/model.safetensors"));
        Assert.Equal(classifier.HeadWeight.Values, weights.GetElements<float>("classifier.weight").ToArray());
        Assert.Equal(classifier.HeadBias.Values, weights.GetElements<float>("classifier.bias").ToArray());
        foreach (var (name, tensor) in classifier.Tensors)
            Assert.Equal(tensor.Values, weights.GetElements<float>("bert." + name).ToArray());
        Assert.Equal(model.BuildGraph().Proto.Graph.Node.Count, LanguageModel.FromPretrained(folder.File("merged")).BuildGraph().Proto.Graph.Node.Count);
    }

    [Fact]
    public void Classes_of_one_name_are_no_obstacle()
    {
        using var tiny = new TinyModel();
        using var folder = new TemporaryFolder();
        var model = tiny.Open();
        var classifier = FineTunedClassifierTests.Classifier(model, TransferMethod.Head);
        MergedCheckpoint.Save(model, FineTunedClassifierTests.With(classifier, classifier.Tensors, ["a", "b", "a"]), folder.File("merged"));
        var config = JsonNode.Parse(File.ReadAllText(folder.File("merged/config.json")))!;
        Assert.Equal("a", (string)config["id2label"]!["0"]!);
        Assert.Equal(2, (int)config["label2id"]!["a"]!);
    }

    [Fact]
    public void Weight_that_was_trained_in_two_ways_is_refused()
    {
        using var tiny = new TinyModel();
        using var folder = new TemporaryFolder();
        var model = tiny.Open();
        var classifier = FineTunedClassifierTests.Classifier(model, TransferMethod.Lora);
        const string Name = "encoder.layer.0.attention.self.query.weight";
        var tensors = new Dictionary<string, DenseTensor>(classifier.Tensors) { [Name] = new DenseTensor([16, 16], new float[256]) };
        var error = Assert.Throws<InvalidDataException>(() => MergedCheckpoint.Save(model, FineTunedClassifierTests.With(classifier, tensors), folder.File("merged")));
        Assert.Contains(Name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Adapter_of_a_module_that_the_graph_does_not_need_is_merged_all_the_same()
    {
        using var folder = new TemporaryFolder();
        var model = Model("bert");
        var writer = new SafetensorsWriter();
        writer.Add("base_model.model.pooler.dense.lora_A.weight", [1, 48], Enumerable.Repeat(1f, 48).ToArray());
        writer.Add("base_model.model.pooler.dense.lora_B.weight", [48, 1], Enumerable.Repeat(2f, 48).ToArray());
        Directory.CreateDirectory(folder.File("adapter"));
        writer.Save(folder.File("adapter/adapter_model.safetensors"));
        File.WriteAllText(folder.File("adapter/adapter_config.json"), """{"peft_type":"LORA","r":1,"lora_alpha":1,"target_modules":["pooler.dense"]}""");
        MergedCheckpoint.Save(model, LoraAdapter.Load(folder.File("adapter")), folder.File("merged"));
        using var before = SafetensorsFile.Open(Path.Combine(model.Folder, "model.safetensors"));
        using var after = SafetensorsFile.Open(folder.File("merged/model.safetensors"));
        Assert.Equal(before.GetElements<float>("pooler.dense.weight").ToArray().Select(value => value + 2), after.GetElements<float>("pooler.dense.weight").ToArray());
    }

    [Fact]
    public void Folder_that_is_not_empty_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("mine.txt"), "kept");
        Assert.Contains("not empty", Assert.Throws<IOException>(() => MergedCheckpoint.Save(Model("bert"), Adapter("bert-adapter"), folder.Path)).Message, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Path));
        Directory.CreateDirectory(folder.File("empty"));
        MergedCheckpoint.Save(Model("bert"), Adapter("bert-adapter"), folder.File("empty"));
        Assert.True(File.Exists(folder.File("empty/config.json")));
    }

    [Fact]
    public void Failure_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        using var tiny = new TinyModel();
        var model = tiny.Open();
        var classifier = FineTunedClassifierTests.Classifier(model, TransferMethod.LastLayers);

        // The weights vanish after the model was opened: reading them fails in the middle of writing.
        File.WriteAllBytes(tiny.File("model.safetensors"), File.ReadAllBytes(tiny.File("model.safetensors"))[..2000]);
        Assert.ThrowsAny<Exception>(() => MergedCheckpoint.Save(model, classifier, folder.File("merged")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Another_base_model_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var tiny = new TinyModel();
        var error = Assert.Throws<InvalidDataException>(() => MergedCheckpoint.Save(tiny.Open(), Adapter("bert-adapter"), folder.File("merged")));
        Assert.Contains("[4, 48]", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => MergedCheckpoint.Save(Model("bert"), FineTunedClassifierTests.Classifier(tiny.Open(), TransferMethod.Head), folder.File("merged")));
        Assert.Throws<InvalidDataException>(() => MergedGraph.Save(Model("bert"), FineTunedClassifierTests.Classifier(tiny.Open(), TransferMethod.Head), folder.File("merged.onnx")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Merged_graph_replaces_the_old_one_only_when_complete()
    {
        using var folder = new TemporaryFolder();
        using var tiny = new TinyModel();
        var model = tiny.Open();
        File.WriteAllText(folder.File("model.onnx"), "old");
        var classifier = FineTunedClassifierTests.Classifier(model, TransferMethod.Lora);
        var whole = File.ReadAllBytes(tiny.File("model.safetensors"));
        File.WriteAllBytes(tiny.File("model.safetensors"), whole[..2000]);
        Assert.ThrowsAny<Exception>(() => MergedGraph.Save(model, classifier, folder.File("model.onnx")));
        Assert.Equal("old", File.ReadAllText(folder.File("model.onnx")));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Path));
        File.WriteAllBytes(tiny.File("model.safetensors"), whole);
        MergedGraph.Save(model, classifier, folder.File("model.onnx"));
        Assert.Equal(["logits"], OnnxModel.Read(folder.File("model.onnx")).OutputNames);
    }

    private static LanguageModel Model(string name) => LanguageModel.FromPretrained(SharedData.PathTo($"reference/checkpoints/{name}"));

    private static LoraAdapter Adapter(string name) => LoraAdapter.Load(SharedData.PathTo($"reference/lora/{name}"));
}
