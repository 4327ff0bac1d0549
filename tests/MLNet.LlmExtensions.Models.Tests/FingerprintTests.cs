using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Models.Tests;

public sealed class FingerprintTests
{
    [Fact]
    public void Same_content_in_another_folder_has_the_same_fingerprint()
    {
        using var first = new TinyModel();
        using var second = new TinyModel();
        Assert.Equal(first.Open().Fingerprint, second.Open().Fingerprint);
        Assert.Matches("^[0-9a-f]{64}$", first.Open().Fingerprint);
    }

    [Fact]
    public void Other_weights_settings_or_vocabulary_change_it_and_a_readme_does_not()
    {
        using var model = new TinyModel();
        var original = model.Open().Fingerprint;
        Assert.Equal(original, model.WithText("README.md", "hello").Open().Fingerprint);

        var seen = new HashSet<string> { original };
        Assert.True(seen.Add(model.With("config.json", ("layer_norm_eps", 1e-5)).Open().Fingerprint));
        Assert.True(seen.Add(model.With("tokenizer_config.json", ("do_lower_case", false)).Open().Fingerprint));
        Assert.True(seen.Add(model.WithText("config_sentence_transformers.json", """{"prompts":{"a":"b"}}""").Open().Fingerprint));
        File.AppendAllText(model.File("vocab.txt"), "new\n");
        Assert.True(seen.Add(model.Open().Fingerprint));
        using (var stream = File.OpenWrite(model.File("model.safetensors")))
        {
            stream.Position = stream.Length - 1;
            stream.WriteByte(0x11);
        }

        Assert.True(seen.Add(model.Open().Fingerprint));
    }

    [Fact]
    public void Exported_folder_is_fingerprinted_with_its_external_data()
    {
        using var model = new TinyModel();
        using var folder = new TemporaryFolder();
        File.Copy(model.File("config.json"), folder.File("config.json"));
        model.Open().BuildGraph(new() { Output = Models.Graphs.GraphOutput.LastHiddenState }).Save(folder.File("model.onnx"), useExternalData: true);
        var before = LanguageModel.FromPretrained(folder.Path).Fingerprint;
        using (var stream = File.OpenWrite(Directory.GetFiles(folder.Path, "*.data").Single()))
            stream.WriteByte(0x11);
        Assert.NotEqual(before, LanguageModel.FromPretrained(folder.Path).Fingerprint);
    }
}
