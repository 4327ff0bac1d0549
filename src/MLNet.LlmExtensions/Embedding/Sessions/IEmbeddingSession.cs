namespace MLNet.LlmExtensions.Embedding.Sessions;

/// <summary>What the face needs of an embedder. Implementations may be used from several threads.</summary>
internal interface IEmbeddingSession : IDisposable
{
    /// <summary>Gets the length of each vector.</summary>
    int Dimensions { get; }

    /// <summary>Embeds texts, one vector after the other; null is the empty text.</summary>
    void Embed(ReadOnlySpan<string?> texts, Span<float> destination, CancellationToken cancellationToken);
}
