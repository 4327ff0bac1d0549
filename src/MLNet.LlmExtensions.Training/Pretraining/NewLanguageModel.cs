using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Models.Graphs.Architectures;
using MLNet.LlmExtensions.Models.Tokenization;
using MLNet.LlmExtensions.Training.Graphs;
using MLNet.LlmExtensions.Training.Pretraining;

namespace MLNet.LlmExtensions.Training;

/// <summary>Makes a language model from nothing: a Hugging Face folder with random weights, for <see cref="LanguageModelTrainer"/> to train.</summary>
/// <example>
/// <code>
/// var model = NewLanguageModel.Create("encoder-0", tokenizerFolder: "tokenizer", new NewBert { HiddenSize = 256, LayerCount = 4 }, seed: 1);
/// </code>
/// </example>
public static class NewLanguageModel
{
    // A piece of a weight, so that a large one need not be in memory twice.
    private const int PieceLength = 1 << 16;

    /// <summary>Writes the folder and opens it.</summary>
    /// <param name="folder">A folder that does not exist yet or is empty. It appears only once everything is complete and on disk.</param>
    /// <param name="tokenizerFolder">A folder with a tokenizer's files (<c>tokenizer.json</c>, or older ones), which are copied.</param>
    /// <param name="configuration">The shape.</param>
    /// <param name="seed">Decides the weights: the same seed gives the same, on every machine.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">A size is wrong; the message names it.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no tokenizer folder.</exception>
    /// <exception cref="FileNotFoundException">It holds no tokenizer.</exception>
    /// <exception cref="InvalidDataException">A tokenizer file is damaged.</exception>
    /// <exception cref="IOException">The folder is not empty, or a file cannot be written.</exception>
    public static LanguageModel Create(string folder, string tokenizerFolder, NewModelConfiguration configuration, int seed = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(configuration);
        var tokenizer = TextTokenizer.FromPretrained(tokenizerFolder);
        var wrong = configuration.Wrong()
            ?? OptionsCheck.AtLeast(configuration.VocabularySize, tokenizer.VocabularySize, nameof(configuration.VocabularySize));
        if (wrong is not null)
        {
            throw OptionsCheck.Refusal(configuration.GetType().Name, wrong, nameof(configuration));
        }

        StagedFolder.Write(folder, staging =>
        {
            foreach (var file in ModelFiles.TokenizerFileNames.Select(name => Path.Combine(tokenizerFolder, name)).Where(File.Exists))
            {
                File.Copy(file, Path.Combine(staging, Path.GetFileName(file)));
            }

            var path = Path.Combine(staging, ModelFiles.ConfigurationFileName);
            WriteConfiguration(path, configuration, tokenizer);
            WriteWeights(staging, configuration, ModelConfiguration.Read(path), seed);
        });
        return LanguageModel.FromPretrained(folder);
    }

    private static void WriteConfiguration(string path, NewModelConfiguration configuration, TextTokenizer tokenizer)
    {
        var fields = new JsonObject
        {
            ["model_type"] = configuration.ModelType,
            ["architectures"] = new JsonArray(LanguageModelClass.Of(configuration.ModelType)),
        };
        foreach (var (name, value) in configuration.Fields(tokenizer, configuration.VocabularySize ?? tokenizer.VocabularySize))
        {
            fields[name] = value?.DeepClone();
        }

        fields["torch_dtype"] = "float32";
        AtomicFile.Write(path, stream => stream.Write(JsonFile.ToBytes(fields)));
    }

    private static void WriteWeights(string folder, NewModelConfiguration configuration, ModelConfiguration sizes, int seed)
    {
        var writer = new SafetensorsWriter();
        foreach (var tensor in Tensors(folder, configuration, sizes))
        {
            var bytes = checked(tensor.Count * sizeof(float));
            writer.Add(tensor.Name, SafetensorsType.F32, tensor.Shape, bytes, stream => Write(tensor, seed, stream));
        }

        writer.Save(Path.Combine(folder, Checkpoint.SingleFileName));
    }

    /// <summary>The tensors that the architecture asks for, and those of the head that predicts tokens.</summary>
    private static IEnumerable<TrainableTensor> Tensors(string folder, NewModelConfiguration configuration, ModelConfiguration sizes)
    {
        var weights = new NewWeights(folder, configuration.Prefix);
        var settings = new EmbeddingSettings { Pooling = PoolingMode.Mean, MaximumLength = sizes.MaximumPositions };
        var output = sizes.IsDecoder ? GraphOutput.Logits : GraphOutput.LastHiddenState;
        new CheckpointGraph(weights, ArchitectureRegistry.Find(sizes.ModelType)!, sizes, settings).Build(new GraphOptions { Output = output });
        var head = MaskedHeadNames.Of(sizes.ModelType) is { } names
            ? VocabularyHeadFactory.MaskedParts(names, sizes.HiddenSize, sizes.VocabularySize)
            : [];
        return [.. weights.Shapes.Select(pair => configuration.Start(pair.Key, pair.Value)), .. head.Select(part => configuration.Start(part.Name, part.Shape))];
    }

    private static void Write(TrainableTensor tensor, int seed, Stream stream)
    {
        var random = new ParameterRandom(seed, tensor.Name);
        var values = new float[Math.Min(PieceLength, tensor.Count)];
        for (long start = 0; start < tensor.Count; start += PieceLength)
        {
            var piece = values.AsSpan(0, (int)Math.Min(PieceLength, tensor.Count - start));
            random.Fill(tensor, piece);
            stream.Write(MemoryMarshal.AsBytes(piece));
        }
    }
}
