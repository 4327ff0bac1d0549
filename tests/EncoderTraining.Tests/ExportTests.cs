using System.Text.Json;
using EncoderTraining.Export;
using EncoderTraining.Model;
using EncoderTraining.Numerics;
using EncoderTraining.Tokenizer;

namespace EncoderTraining.Tests;

public sealed class ExportTests
{
    [Fact]
    public void Reference_checkpoint_gives_the_reference_embeddings()
    {
        var folder = ReferenceData.PathTo("checkpoints/bert");
        var goldens = ReferenceData.PathTo("goldens/bert.safetensors");
        var tokenizer = new WordPieceEncoder(WordPieceVocabulary.Read(Path.Combine(folder, "vocab.txt")));
        var encoder = new BertEncoder(
            new EncoderShape
            {
                VocabularySize = tokenizer.Vocabulary.Count, HiddenSize = 48, LayerCount = 3, HeadCount = 4,
                IntermediateSize = 96, MaximumPositions = 128,
            }, seed: 1);
        Safetensors.Read(Path.Combine(folder, "model.safetensors"), BertWeights.Of(encoder));
        using var index = JsonDocument.Parse(File.ReadAllBytes(Path.ChangeExtension(goldens, ".json")));
        var texts = index.RootElement.GetProperty("batches").EnumerateArray()
            .First(b => b.GetProperty("name").GetString() == "text").GetProperty("texts").EnumerateArray().Select(t => t.GetString()!).ToArray();
        Matrix expected = new(new float[texts.Length * 48], texts.Length, 48);
        Safetensors.Read(goldens, [WeightTensor.Table("text.mean_l2", expected)]);

        var batch = new PackedBatch();
        foreach (var text in texts)
            batch.Add(WordPieceVocabulary.ClsId, tokenizer.Encode(text), WordPieceVocabulary.SepId);
        Matrix actual = new(new float[expected.Data.Length], texts.Length, 48);
        MeanPooling.Forward(batch, encoder.Forward(batch), actual, new float[texts.Length]);

        for (var i = 0; i < actual.Data.Length; i++)
            Assert.Equal(expected.Data[i], actual.Data[i], 1e-5f);
    }

    [Fact]
    public void Exported_folder_holds_the_weights_and_what_the_libraries_ask_for()
    {
        var vocabulary = new WordPieceVocabulary([.. WordPieceVocabulary.SpecialTokens, "a", "\"", "##b", "é"]);
        var shape = new EncoderShape
        {
            VocabularySize = vocabulary.Count, HiddenSize = 16, LayerCount = 2, HeadCount = 2, IntermediateSize = 24,
            MaximumPositions = 12,
        };
        var encoder = new BertEncoder(shape, seed: 1);
        GradientChecks.Perturb(encoder.Parameters, 0.1f);
        var folder = Directory.CreateTempSubdirectory("encoder-").FullName;
        try
        {
            ModelFolder.Write(folder, encoder, vocabulary);

            var again = new BertEncoder(shape, seed: 2);
            Safetensors.Read(Path.Combine(folder, "model.safetensors"), BertWeights.Of(again));
            foreach (var (expected, actual) in encoder.Parameters.Zip(again.Parameters))
            {
                for (var i = 0; i < expected.Value.Data.Length; i++)
                    Assert.Equal((float)(Half)expected.Value.Data[i], actual.Value.Data[i]);
            }

            Assert.Equal(vocabulary.Tokens, WordPieceVocabulary.Read(Path.Combine(folder, "vocab.txt")).Tokens);
            using var tokenizer = Parse(folder, "tokenizer.json");
            var vocab = tokenizer.RootElement.GetProperty("model").GetProperty("vocab");
            Assert.Equal(vocabulary.Tokens.Index(),
                vocab.EnumerateObject().Select(t => (t.Value.GetInt32(), t.Name)));
            using var configuration = Parse(folder, "config.json");
            Assert.Equal("bert", configuration.RootElement.GetProperty("model_type").GetString());
            Assert.Equal(16, configuration.RootElement.GetProperty("hidden_size").GetInt32());
            using var pooling = Parse(folder, "1_Pooling/config.json");
            Assert.True(pooling.RootElement.GetProperty("pooling_mode_mean_tokens").GetBoolean());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static JsonDocument Parse(string folder, string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, name)));
}
