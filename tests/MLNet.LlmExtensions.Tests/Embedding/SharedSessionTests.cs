using MLNet.LlmExtensions.Embedding.Sessions;
using MLNet.LlmExtensions.Tests.Support;

namespace MLNet.LlmExtensions.Tests.Embedding;

public sealed class SharedSessionTests
{
    [Fact]
    public void The_last_owner_disposes_the_session()
    {
        var session = new FakeSession();
        var shared = new SharedSession(() => session);
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
        var owner = new SessionOwner("test", () =>
        {
            opened++;
            throw new InvalidOperationException();
        });
        owner.Dispose();
        Assert.Equal(0, opened);
        Assert.Throws<ObjectDisposedException>(() => owner.Session);
    }

    [Fact]
    public void A_session_that_failed_to_open_is_tried_again()
    {
        var session = new FakeSession();
        var attempts = 0;
        var shared = new SharedSession(() => attempts++ == 0 ? throw new IOException() : session);
        var owner = new SessionOwner("test", () => shared.TryAcquire() ? shared : throw new InvalidOperationException());
        Assert.Throws<IOException>(() => owner.Session);
        Assert.Same(session, owner.Session);
        owner.Dispose();
        Assert.True(session.IsDisposed);
    }
}
