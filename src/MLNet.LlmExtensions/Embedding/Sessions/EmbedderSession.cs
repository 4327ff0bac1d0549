using MLNet.LlmExtensions.Inference;

namespace MLNet.LlmExtensions.Embedding.Sessions;

/// <summary>A <see cref="TextEmbedder"/> as a session.</summary>
internal sealed class EmbedderSession(TextEmbedder embedder) : IEmbeddingSession
{
    public TextEmbedder Embedder => embedder;

    public int Dimensions => embedder.Dimensions;

    public void Embed(ReadOnlySpan<string?> texts, Span<float> destination, CancellationToken cancellationToken) =>
        embedder.Embed(texts, destination, null, cancellationToken);

    public void Dispose() => embedder.Dispose();
}
