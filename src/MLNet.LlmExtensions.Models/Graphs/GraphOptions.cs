namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>What <see cref="LanguageModel.BuildGraph(GraphOptions?)"/> builds. Every default follows the model's own files.</summary>
public sealed record GraphOptions
{
    /// <summary>What the graph computes. Default: one vector for each text.</summary>
    public GraphOutput Output { get; init; } = GraphOutput.SentenceEmbedding;

    /// <summary>The pooling, or <see langword="null"/> for the model's own. Ignored unless the output is a sentence embedding.</summary>
    public PoolingMode? Pooling { get; init; }

    /// <summary>Whether to scale vectors to L2 norm 1, or <see langword="null"/> for the model's own choice.</summary>
    public bool? Normalize { get; init; }

    /// <summary>
    /// How many leading components to keep, for models trained with Matryoshka losses
    /// (<see href="https://arxiv.org/abs/2205.13147"/>); normalisation comes after the cut. <see langword="null"/>: the
    /// model's own choice, which is nearly always all of them.
    /// </summary>
    public int? Dimensions { get; init; }

    /// <summary>
    /// Which layer's token vectors to use. <see langword="null"/>: the last one, after the final norm. 0: the embeddings;
    /// <c>i</c>: the output of layer <c>i</c>, before any final norm. Later layers are left out of the graph. Not for
    /// exported ONNX folders.
    /// </summary>
    public int? Layer { get; init; }

    /// <summary>
    /// Several vectors of one pass, joined in this order: each is cut and normalised by itself. What a readout leaves open is
    /// <see cref="Pooling"/>, <see cref="Layer"/> and <see cref="Dimensions"/>. Empty (the default): one vector, made of these. Ignored unless the
    /// output is a sentence embedding.
    /// </summary>
    public IReadOnlyList<EmbeddingReadout> Readouts { get; init; } = [];

    /// <summary>The readouts with nothing left open that the options say; one where none is given, or where the output is no sentence embedding.</summary>
    internal IReadOnlyList<EmbeddingReadout> AllReadouts()
    {
        var whole = new EmbeddingReadout(Pooling, Layer, Dimensions);
        return Output == GraphOutput.SentenceEmbedding && Readouts.Count > 0 ? [.. Readouts.Select(readout => readout.Or(whole))] : [whole];
    }

    /// <summary>The arithmetic of the linear layers. Default: 32-bit floating point.</summary>
    public WeightPrecision Precision { get; init; }
}
