namespace MLNet.LlmExtensions.Models.Checkpoints;

/// <summary>A safetensors file, mapped into memory: tensors are read without a copy, also from files above 2 GB.</summary>
/// <remarks>Reading from several threads is safe. Spans are valid until <see cref="Dispose"/>. The file must not shrink meanwhile.</remarks>
public sealed class SafetensorsFile : IDisposable
{
    private readonly MappedFile _mapped;

    private SafetensorsFile(SafetensorsHeader header, MappedFile mapped)
    {
        Tensors = header.Tensors;
        Metadata = header.Metadata;
        _mapped = mapped;
    }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsTensor> Tensors { get; }

    /// <summary>The file's free metadata, for example <c>format</c> → <c>pt</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not well-formed: cut off, overlapping tensors, sizes that do not fit.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var header = SafetensorsHeader.Read(path);
        return new SafetensorsFile(header, new MappedFile(path));
    }

    /// <summary>A tensor's bytes.</summary>
    /// <param name="name">The tensor.</param>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    /// <exception cref="NotSupportedException">The tensor has more bytes than a span holds; use <see cref="GetElements{T}(string)"/>.</exception>
    public ReadOnlySpan<byte> GetBytes(string name)
    {
        var tensor = Find(name);
        if (tensor.ByteLength > int.MaxValue)
            throw new NotSupportedException($"Tensor '{name}' has {tensor.ByteLength} bytes, more than one span of bytes holds.");
        return _mapped.Span<byte>(tensor.Offset, (int)tensor.ByteLength);
    }

    /// <summary>A tensor's elements as they are stored; nothing is converted.</summary>
    /// <typeparam name="T">A type of the stored size, for example <see cref="float"/> for F32 and <see cref="Half"/> for F16.</typeparam>
    /// <param name="name">The tensor.</param>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> has another size than the stored elements.</exception>
    public ReadOnlySpan<T> GetElements<T>(string name)
        where T : unmanaged
    {
        var tensor = Find(name);
        if (System.Runtime.CompilerServices.Unsafe.SizeOf<T>() != tensor.Type.SizeOf())
            throw new ArgumentException($"Tensor '{name}' holds {tensor.Type.NameOf()}, whose elements {typeof(T).Name} does not match.", nameof(name));
        if (tensor.Count > int.MaxValue)
            throw new NotSupportedException($"Tensor '{name}' has {tensor.Count} elements, more than one span holds.");
        return _mapped.Span<T>(tensor.Offset, (int)tensor.Count);
    }

    /// <inheritdoc/>
    public void Dispose() => _mapped.Dispose();

    private SafetensorsTensor Find(string name) =>
        Tensors.TryGetValue(name, out var tensor)
            ? tensor
            : throw new KeyNotFoundException($"'{_mapped.Path}' has no tensor '{name}'.");
}
