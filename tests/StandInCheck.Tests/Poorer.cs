namespace StandInCheck.Tests;

/// <summary>Has some of what the official type has, and more that nobody outside sees.</summary>
public class Poorer<T> : IDisposable
    where T : class
{
    public const int Limit = 3;

    private protected Poorer() => Extra = 1;

    public int Count { get; internal set; }

    internal int Extra { get; set; }

    public virtual T? Find(string key, int depth = 1) => null;

    public void Dispose() => GC.SuppressFinalize(this);

    public TOther Convert<TOther>(in T value, out bool done)
        where TOther : struct
    {
        done = false;
        return default;
    }

    public override string ToString() => "poorer";
}
