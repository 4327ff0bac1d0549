namespace MLNet.LlmExtensions.Models;

/// <summary>
/// One way to read a text's vector from a language model: which layer, how its token vectors are pooled, and how many dimensions are
/// kept. Several readouts cost hardly more than one, because the model runs once for all of them.
/// </summary>
/// <param name="Pooling">How token vectors become one vector. <see langword="null"/>: as it is without readouts.</param>
/// <param name="Layer">
/// The layer, 0 being the embeddings and <c>i</c> the output of layer <c>i</c> before any final norm. <see langword="null"/>: as it is without readouts.
/// </param>
/// <param name="Dimensions">
/// Keeps only the first so many dimensions, before normalisation. <see langword="null"/>: as it is without readouts.
/// </param>
public sealed record EmbeddingReadout(PoolingMode? Pooling = null, int? Layer = null, int? Dimensions = null)
{
    /// <summary>The readout with what it leaves open taken from another one.</summary>
    internal EmbeddingReadout Or(EmbeddingReadout other) => new(Pooling ?? other.Pooling, Layer ?? other.Layer, Dimensions ?? other.Dimensions);
}
