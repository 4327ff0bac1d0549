using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MLNet.LlmExtensions.Training.Checkpoints;

/// <summary>The hash of lists of numbers, which stands for a training's rows in the identity of its run.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class ListHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Appends a list. Its length keeps its end and the start of the next apart.</summary>
    public void Append<T>(ReadOnlySpan<T> list)
        where T : unmanaged
    {
        _hash.AppendData(BitConverter.GetBytes(list.Length));
        _hash.AppendData(MemoryMarshal.AsBytes(list));
    }

    /// <summary>The hash of all lists so far, in hexadecimal digits.</summary>
    public string End() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
