using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MLNet.LlmExtensions.Serving.Diagnostics;
using MLNet.LlmExtensions.Serving.Queueing;

namespace MLNet.LlmExtensions.Serving.Tests;

public sealed class RequestQueueTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<ServingMetrics>().BuildServiceProvider();
    private readonly List<string[]> _batches = [];
    private readonly SemaphoreSlim _started = new(0);
    private readonly SemaphoreSlim _gate = new(0);

    private LlmTextClassifierOptions Options { get; } = new() { MaximumBatchSize = 4, MaximumQueueLength = 6, MaximumDelay = TimeSpan.Zero };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Texts_that_come_while_a_batch_is_computed_share_the_next_one()
    {
        await using var queue = GatedQueue();
        var first = queue.RunAsync(["a"], Cancellation);
        await _started.WaitAsync(Cancellation);
        var others = new[] { queue.RunAsync(["b", "c"], Cancellation), queue.RunAsync(["d"], Cancellation) };

        _gate.Release(2);

        Assert.Equal(["A"], await first);
        Assert.Equal(["B", "C"], await others[0]);
        Assert.Equal(["D"], await others[1]);
        Assert.Equal([["a"], ["b", "c", "d"]], _batches);
        Assert.Equal(0, queue.Length);
    }

    [Fact]
    public async Task A_batch_is_no_larger_than_allowed_and_a_call_may_have_several()
    {
        Options.MaximumQueueLength = 100;
        await using var queue = Queue(Upper);
        var texts = Enumerable.Range(0, 30).Select(i => $"t{i}").ToArray();

        var results = await queue.RunAsync(texts, Cancellation);

        Assert.Equal(texts.Select(text => text.ToUpperInvariant()), results);
        Assert.All(_batches, batch => Assert.InRange(batch.Length, 1, 4));
    }

    [Fact]
    public async Task A_text_waits_for_others_no_longer_than_allowed()
    {
        Options.MaximumDelay = TimeSpan.FromSeconds(10);
        await using var queue = Queue(Upper);
        var first = queue.RunAsync(["a"], Cancellation);
        await Task.Delay(100, Cancellation);
        Assert.False(first.IsCompleted);

        var second = queue.RunAsync(["b"], Cancellation);
        while (!first.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(10, Cancellation);
        }

        Assert.Equal(["A"], await first);
        Assert.Equal(["B"], await second);
        Assert.Equal([["a", "b"]], _batches);
    }

    [Fact]
    public async Task A_full_batch_does_not_wait()
    {
        Options.MaximumDelay = TimeSpan.FromSeconds(10);
        await using var queue = Queue(Upper);

        Assert.Equal(["A", "B", "C", "D"], await queue.RunAsync(["a", "b", "c", "d"], Cancellation).WaitAsync(Patience, Cancellation));
    }

    [Fact]
    public async Task More_texts_than_have_room_are_refused_at_once_and_taken_again_later()
    {
        await using var queue = GatedQueue();
        var running = queue.RunAsync(["a", "b", "c", "d"], Cancellation);
        await _started.WaitAsync(Cancellation);

        var exception = await Assert.ThrowsAsync<LlmServiceOverloadedException>(() => queue.RunAsync(["e", "f", "g"], Cancellation));
        Assert.Contains("'test'", exception.Message, StringComparison.Ordinal);
        var fitting = queue.RunAsync(["h", "i"], Cancellation);
        _gate.Release(3);
        _ = await running;
        _ = await fitting;

        Assert.Equal(["J"], await queue.RunAsync(["j"], Cancellation));
    }

    [Fact]
    public async Task A_call_that_was_given_up_is_not_computed()
    {
        await using var queue = GatedQueue();
        var running = queue.RunAsync(["a"], Cancellation);
        await _started.WaitAsync(Cancellation);
        using var source = new CancellationTokenSource();
        var given = queue.RunAsync(["b", "c"], source.Token);
        var kept = queue.RunAsync(["d"], Cancellation);

        await source.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        _gate.Release(2);
        _ = await running;
        _ = await kept;

        Assert.Equal([["a"], ["d"]], _batches);
        Assert.Equal(0, queue.Length);
    }

    [Fact]
    public async Task A_failure_reaches_those_of_its_batch_and_nobody_else()
    {
        await using var queue = Queue(texts => texts.Contains("bad") ? throw new InvalidDataException("damaged") : Upper(texts));

        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => queue.RunAsync(["bad"], Cancellation));

        Assert.Equal("damaged", exception.Message);
        Assert.Equal(["GOOD"], await queue.RunAsync(["good"], Cancellation));
        Assert.Equal(0, queue.Length);
    }

    [Fact]
    public async Task Closing_answers_what_waits_and_takes_nothing_more()
    {
        var queue = GatedQueue();
        var running = queue.RunAsync(["a"], Cancellation);
        var waiting = queue.RunAsync(["b"], Cancellation);
        await _started.WaitAsync(Cancellation);
        var closing = queue.DisposeAsync();

        _gate.Release(2);
        await closing;

        Assert.Equal(["A"], await running);
        Assert.Equal(["B"], await waiting);
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => queue.RunAsync(["c"], Cancellation));
    }

    [Fact]
    public async Task Many_callers_get_their_own_results()
    {
        Options.MaximumQueueLength = 10_000;
        Options.MaximumBatchSize = 16;
        await using var queue = Queue(Upper);

        await Parallel.ForAsync(0, 2000, Cancellation, async (i, cancellation) =>
        {
            var texts = Enumerable.Range(0, 1 + (i % 5)).Select(j => $"t{i}-{j}").ToArray();
            Assert.Equal(texts.Select(text => text.ToUpperInvariant()), await queue.RunAsync(texts, cancellation));
        });

        Assert.Equal(6000, _batches.Sum(batch => batch.Length));
        Assert.Equal(0, queue.Length);
    }

    [Fact]
    public async Task No_texts_need_no_model()
    {
        await using var queue = Queue(_ => throw new InvalidOperationException());

        Assert.Empty(await queue.RunAsync([], Cancellation));
    }

    public ValueTask DisposeAsync()
    {
        _started.Dispose();
        _gate.Dispose();
        return _services.DisposeAsync();
    }

    private RequestQueue<string> GatedQueue() => Queue(texts =>
    {
        _ = _started.Release();
        _gate.Wait(Patience);
        return Upper(texts);
    });

    private RequestQueue<string> Queue(Func<string[], string[]> compute) => new(
        "test",
        Options,
        texts =>
        {
            _batches.Add(texts);
            return compute(texts);
        },
        _services.GetRequiredService<ServingMetrics>(),
        _time);

    private static string[] Upper(string[] texts) => [.. texts.Select(text => text.ToUpperInvariant())];
}
