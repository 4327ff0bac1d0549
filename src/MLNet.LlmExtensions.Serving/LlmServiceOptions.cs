using MLNet.LlmExtensions.Models;

namespace MLNet.LlmExtensions.Serving;

/// <summary>What services of classifiers and of embeddings have in common: how requests are brought together, and where the model runs.</summary>
public abstract class LlmServiceOptions
{
    private protected LlmServiceOptions()
    {
    }

    /// <summary>The most texts that go through the model together. From 1 to 128; the default is 64.</summary>
    public int MaximumBatchSize { get; set; } = 64;

    /// <summary>
    /// How long a text may wait for others to come, so that they go through the model together. It never waits longer for that, but the
    /// batch before it must be finished. The default is 5 ms; zero takes whatever is there.
    /// </summary>
    public TimeSpan MaximumDelay { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// The most texts that wait or are being computed. Further requests fail at once with a <see cref="LlmServiceOverloadedException"/>,
    /// so that a service that cannot keep up says so instead of becoming slower and slower. The default is 1024.
    /// </summary>
    public int MaximumQueueLength { get; set; } = 1024;

    /// <summary>The most characters of a text; a longer one is refused with an <see cref="ArgumentException"/>. The default is 1,000,000.</summary>
    public int MaximumTextLength { get; set; } = 1_000_000;

    /// <summary>Where the model runs. The default is <see cref="DevicePreference.Auto"/>: CUDA where it can be used, otherwise the CPU.</summary>
    public DevicePreference Device { get; set; } = DevicePreference.Auto;

    /// <summary>Threads that one batch uses on the CPU. <see langword="null"/> (the default): one for each physical core.</summary>
    public int? IntraOpThreads { get; set; }

    /// <summary>
    /// Whether the model is loaded when the host starts, so that a wrong path ends the start and the first request is as fast as the
    /// others. Otherwise it is loaded with the first request. The default is <see langword="true"/>.
    /// </summary>
    public bool LoadOnStart { get; set; } = true;

    /// <summary>What is wrong with the values, option by option.</summary>
    private protected virtual IEnumerable<string> Problems()
    {
        if (MaximumBatchSize is < 1 or > 128)
        {
            yield return $"{nameof(MaximumBatchSize)} is {MaximumBatchSize}; it must be from 1 to 128.";
        }

        if (MaximumDelay < TimeSpan.Zero || MaximumDelay > TimeSpan.FromMinutes(1))
        {
            yield return $"{nameof(MaximumDelay)} is {MaximumDelay}; it must be from zero to a minute.";
        }

        if (MaximumQueueLength < MaximumBatchSize)
        {
            yield return $"{nameof(MaximumQueueLength)} is {MaximumQueueLength}; it must be at least {nameof(MaximumBatchSize)}, which is {MaximumBatchSize}.";
        }

        if (MaximumTextLength < 1)
        {
            yield return $"{nameof(MaximumTextLength)} is {MaximumTextLength}; it must be 1 or more.";
        }

        if (IntraOpThreads < 1)
        {
            yield return $"{nameof(IntraOpThreads)} is {IntraOpThreads}; it must be 1 or more.";
        }
    }

    internal IReadOnlyList<string> Check() => [.. Problems()];
}
