using System.Text.Json.Nodes;
using MLNet.LlmExtensions.Models.Checkpoints;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>A language model whose weights were trained further on text: the base model on disk, and what has changed of it.</summary>
/// <remarks>Immutable; holds no native memory. The base model's folder must stay where it is until <see cref="Save"/> has read it.</remarks>
public sealed class TrainedLanguageModel
{
    internal TrainedLanguageModel(
        LanguageModel baseModel,
        IReadOnlyDictionary<string, DenseTensor> tensors,
        IReadOnlyDictionary<string, DenseTensor> head,
        IReadOnlySet<string> obsolete,
        LoraConfiguration lora)
    {
        BaseModel = baseModel;
        Tensors = tensors;
        Head = head;
        Obsolete = obsolete;
        Lora = lora;
    }

    /// <summary>A model that was trained as an encoder of texts: a head that predicts tokens would no longer fit and is left out.</summary>
    /// <param name="baseModel">The model as it was before.</param>
    /// <param name="tensors">What was trained of it.</param>
    /// <param name="lora">How adapters among the tensors are to be merged.</param>
    /// <param name="pooling">How the tokens' states become a vector.</param>
    /// <param name="maximumLength">The longest row in tokens.</param>
    internal static TrainedLanguageModel Encoder(
        LanguageModel baseModel, IReadOnlyDictionary<string, DenseTensor> tensors, LoraConfiguration lora, PoolingMode pooling, int maximumLength) =>
        new(
            baseModel,
            tensors,
            new Dictionary<string, DenseTensor>(),
            baseModel.Files.Checkpoint?.Tensors.Keys.Where(MergedCheckpoint.IsOutside).ToHashSet(StringComparer.Ordinal) ?? [],
            lora)
        {
            EncoderFiles = new SentenceTransformersLayout(baseModel.Configuration.HiddenSize, pooling, maximumLength),
        };

    /// <summary>The model that was trained further, as it was before.</summary>
    public LanguageModel BaseModel { get; }

    /// <summary>What was trained of the model itself: whole weights, by their names in the checkpoint, or adapters beside them.</summary>
    public IReadOnlyDictionary<string, DenseTensor> Tensors { get; }

    /// <summary>What was trained of the head that predicts tokens, by its names in the checkpoint. Empty where the head is the token embedding alone.</summary>
    public IReadOnlyDictionary<string, DenseTensor> Head { get; }

    /// <summary>Tensors of the base model's files that are copies of others, and would be old ones now.</summary>
    internal IReadOnlySet<string> Obsolete { get; }

    /// <summary>The sentence-transformers files of an encoder; null for a model that predicts tokens.</summary>
    internal SentenceTransformersLayout? EncoderFiles { get; private init; }

    /// <summary>How the adapters among <see cref="Tensors"/> are to be merged.</summary>
    internal LoraConfiguration Lora { get; }

    /// <summary>
    /// Writes the model as a Hugging Face checkpoint of its own: configuration, tokenizer files and weights, adapters merged, with the
    /// head that predicts tokens or, of an encoder, with the files of sentence-transformers. <see cref="LanguageModel.FromPretrained"/> opens it, and training can go on from it.
    /// </summary>
    /// <param name="folder">A folder that does not exist yet or is empty. It appears only once everything is complete and on disk.</param>
    /// <param name="precision">The type of the stored numbers. <see langword="null"/> (the default): the base model's, tensor by tensor.</param>
    /// <exception cref="IOException">The folder is not empty, or a file cannot be written.</exception>
    /// <exception cref="InvalidDataException">The base model's files are no longer those that were trained.</exception>
    public void Save(string folder, StoredPrecision? precision = null)
    {
        var type = BaseModel.Configuration.ModelType;
        var head = new CheckpointHead(HeadModel.Of(type), Head, Obsolete, Describe);
        MergedCheckpoint.Save(
            BaseModel, _ => (Tensors, Lora), head, folder, MergedCheckpoint.LargestShard, precision, staging => EncoderFiles?.WriteMissing(staging));

        void Describe(JsonObject fields)
        {
            if ((EncoderFiles is null ? LanguageModelClass.Of(type) : LanguageModelClass.WithoutHead(type)) is { } name)
                fields["architectures"] = new JsonArray(name);
            if (precision is { } stored)
                fields["torch_dtype"] = stored.ToString().ToLowerInvariant();
        }
    }
}
