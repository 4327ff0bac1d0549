namespace StandInCheck.Tests;

/// <summary>Differs from the official type in everything that a caller could come to depend on.</summary>
public class Richer<T> : IDisposable, ICloneable
{
    public const int Limit = 4;

    public string Name = "";

    public Richer()
    {
    }

    public int Count { get; set; }

    public virtual T? Find(string text, int depth = 2) => default;

    public virtual void Dispose() => GC.SuppressFinalize(this);

    public object Clone() => this;

    public TOther Convert<TOther>(T value, out bool done)
        where TOther : struct
    {
        done = false;
        return default;
    }

    public void Extra()
    {
    }
}
