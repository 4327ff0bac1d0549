using System.Text.Json.Nodes;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Tokenization;

namespace MLNet.LlmExtensions.Training;

/// <summary>
/// The shape of a language model that does not exist yet: <see cref="NewBert"/>, <see cref="NewLlama"/> or <see cref="NewGpt2"/>. The
/// defaults are those of a small model that a few processor cores can train.
/// </summary>
public abstract record NewModelConfiguration
{
    private protected NewModelConfiguration()
    {
    }

    /// <summary>Components of a token vector. The default is 256.</summary>
    public int HiddenSize { get; init; } = 256;

    /// <summary>Number of transformer layers. The default is 4.</summary>
    public int LayerCount { get; init; } = 4;

    /// <summary>Number of attention heads, which must divide <see cref="HiddenSize"/>. The default is 4.</summary>
    public int HeadCount { get; init; } = 4;

    /// <summary>Width of the feed-forward layer. <see langword="null"/> (the default): four times <see cref="HiddenSize"/>.</summary>
    public int? IntermediateSize { get; init; }

    /// <summary>The longest sequence in tokens. The default is 512.</summary>
    public int MaximumPositions { get; init; } = 512;

    /// <summary>Rows of the token embedding. <see langword="null"/> (the default): as many as the tokenizer has tokens.</summary>
    public int? VocabularySize { get; init; }

    /// <summary>The standard deviation of the weights that a model begins with. The default is 0.02, that of BERT, GPT-2 and LLaMA.</summary>
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>Hugging Face's name for the architecture.</summary>
    internal abstract string ModelType { get; }

    /// <summary>What stands before the names of the model's own tensors in a checkpoint.</summary>
    internal abstract string Prefix { get; }

    /// <summary>The feed-forward width as it comes out.</summary>
    private protected int Intermediate => IntermediateSize ?? checked(4 * HiddenSize);

    /// <summary>The fields of <c>config.json</c> that the architecture reads.</summary>
    internal abstract JsonObject Fields(TextTokenizer tokenizer, int vocabulary);

    /// <summary>How the weight of that name and shape begins.</summary>
    internal virtual TrainableTensor Start(string name, IReadOnlyList<long> shape)
    {
        var isMatrix = shape.Count > 1;
        var start = isMatrix ? TensorInitialization.Normal : name.EndsWith("bias", StringComparison.Ordinal) ? TensorInitialization.Zeros : TensorInitialization.Ones;
        return new TrainableTensor(name, shape, start, Decays: isMatrix) { InitializationScale = (float)InitializerRange };
    }

    /// <summary>Checks what does not depend on a tokenizer; <see langword="null"/> where all is right.</summary>
    internal virtual string? Wrong() =>
        OptionsCheck.AtLeast(HiddenSize, 1, nameof(HiddenSize))
        ?? OptionsCheck.AtLeast(LayerCount, 1, nameof(LayerCount))
        ?? OptionsCheck.AtLeast(HeadCount, 1, nameof(HeadCount))
        ?? OptionsCheck.AtLeast(IntermediateSize, 1, nameof(IntermediateSize))
        ?? OptionsCheck.AtLeast(MaximumPositions, 2, nameof(MaximumPositions))
        ?? OptionsCheck.Positive(InitializerRange, nameof(InitializerRange))
        ?? (HiddenSize % HeadCount == 0 ? null : $"{nameof(HiddenSize)} is {HiddenSize}, which {HeadCount} attention heads cannot share evenly");
}
