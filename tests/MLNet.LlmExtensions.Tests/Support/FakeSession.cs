using System.Collections.Concurrent;
using MLNet.LlmExtensions.Embedding.Sessions;

namespace MLNet.LlmExtensions.Tests.Support;

/// <summary>A session without a model: a text's vector is its length and its first character. It remembers what it was asked.</summary>
internal sealed class FakeSession : IEmbeddingSession
{
    public int Dimensions => 2;

    public ConcurrentQueue<string?[]> Calls { get; } = new();

    public bool IsDisposed { get; private set; }

    public Action<string?>? OnText { get; set; }

    /// <summary>Remembers nothing and gives zeros, so that only the caller's allocations count.</summary>
    public bool IsQuiet { get; set; }

    public static float[] Vector(string? text) => [text?.Length ?? 0, string.IsNullOrEmpty(text) ? 0 : text[0]];

    public void Embed(ReadOnlySpan<string?> texts, Span<float> destination, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (IsQuiet)
        {
            destination.Clear();
            return;
        }

        Assert.Equal(texts.Length * Dimensions, destination.Length);
        Calls.Enqueue(texts.ToArray());
        for (var i = 0; i < texts.Length; i++)
        {
            OnText?.Invoke(texts[i]);
            Vector(texts[i]).CopyTo(destination[(i * Dimensions)..]);
        }
    }

    public void Dispose() => IsDisposed = true;
}
