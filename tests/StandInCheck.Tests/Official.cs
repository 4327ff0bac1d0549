namespace StandInCheck.Tests;

/// <summary>What the stand-ins in these tests stand in for.</summary>
public class Official<T> : IDisposable
    where T : class
{
    public const int Limit = 3;

    public readonly string Name = "";

    protected Official()
    {
    }

    public int Count { get; private set; }

    public virtual T? Find(string key, int depth = 1) => key.Length + depth > 0 ? null : default;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    public TOther Convert<TOther>(in T value, out bool done)
        where TOther : struct
    {
        done = value is not null;
        return default;
    }

    protected virtual void Dispose(bool disposing) => Count = disposing ? 1 : 0;
}
