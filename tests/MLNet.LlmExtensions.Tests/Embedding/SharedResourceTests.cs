using MLNet.LlmExtensions.Embedding.Sessions;
using MLNet.LlmExtensions.Inference.Sessions;
using MLNet.LlmExtensions.Sessions;
using MLNet.LlmExtensions.Tests.Support;

namespace MLNet.LlmExtensions.Tests.Embedding;

public sealed class SharedResourceTests
{
    [Fact]
    public void The_last_owner_disposes_the_session()
    {
        var session = new FakeSession();
        var shared = new SharedResource<IEmbeddingSession>(() => session);
        Assert.True(shared.TryAcquire());
        Assert.True(shared.TryAcquire());
        Assert.Same(session, shared.Open());
        shared.Release();
        Assert.False(session.IsDisposed);
        shared.Release();
        Assert.True(session.IsDisposed);
        Assert.False(shared.TryAcquire());
        Assert.Throws<ObjectDisposedException>(shared.Open);
    }

    [Fact]
    public void A_session_that_nobody_used_is_never_opened()
    {
        var opened = 0;
        var owner = new ShareOwner<IEmbeddingSession>("test", () =>
        {
            opened++;
            throw new InvalidOperationException();
        });
        owner.Dispose();
        Assert.Equal(0, opened);
        Assert.Throws<ObjectDisposedException>(() => owner.Value);
    }

    [Fact]
    public void A_session_that_failed_to_open_is_tried_again()
    {
        var session = new FakeSession();
        var attempts = 0;
        var shared = new SharedResource<IEmbeddingSession>(() => attempts++ == 0 ? throw new IOException() : session);
        var owner = new ShareOwner<IEmbeddingSession>("test", () => shared.TryAcquire() ? shared : throw new InvalidOperationException());
        Assert.Throws<IOException>(() => owner.Value);
        Assert.Same(session, owner.Value);
        owner.Dispose();
        Assert.True(session.IsDisposed);
    }
}
