namespace Microsoft.ML.Runtime;

/// <summary>The environment that an <see cref="MLContext"/> hands to its components.</summary>
internal sealed class HostEnvironment : IHostEnvironment
{
    private readonly object _lock = new();
    private readonly Random _random;

    public HostEnvironment(int? seed = null)
    {
        Seed = seed;
        _random = seed is { } value ? new Random(value) : new Random();
    }

    /// <summary>Raised for every message.</summary>
    public event Action<ChannelMessageKind, string, string> Message;

    HostEnvironment IHostEnvironment.Host => this;

    /// <summary>The seed of the context.</summary>
    public int? Seed { get; }

    public ComponentCatalog ComponentCatalog { get; } = new();

    /// <summary>A generator of a component's own; with the same seed and order of calls it is always the same.</summary>
    public Random CreateRandom()
    {
        lock (_lock)
            return new Random(_random.Next());
    }

    public void Log(ChannelMessageKind kind, string source, string message) => Message?.Invoke(kind, source, message);
}
