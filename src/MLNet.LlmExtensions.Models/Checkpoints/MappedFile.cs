using System.IO.MemoryMappedFiles;

namespace MLNet.LlmExtensions.Models.Checkpoints;

/// <summary>A file mapped read-only into memory: its bytes without a copy, whatever its length.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _start;

    public MappedFile(string path)
    {
        Path = path;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        Length = stream.Length;
        if (Length == 0)
            throw new InvalidDataException($"'{path}' is empty.");
        _file = MemoryMappedFile.CreateFromFile(
            stream, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        try
        {
            _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
            _start += _view.PointerOffset;
        }
        catch
        {
            _view?.Dispose();
            _file.Dispose();
            throw;
        }
    }

    public string Path { get; }

    public long Length { get; }

    /// <summary>Elements of the file, valid until disposal.</summary>
    /// <exception cref="InvalidDataException">The range is not inside the file.</exception>
    public ReadOnlySpan<T> Span<T>(long offset, int count)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        if (offset < 0 || count < 0 || offset > Length || (long)count * sizeof(T) > Length - offset)
            throw new InvalidDataException($"'{Path}': {count} elements of {sizeof(T)} bytes at {offset} are not inside the file's {Length} bytes.");
        return new ReadOnlySpan<T>(_start + offset, count);
    }

    public void Dispose()
    {
        if (_start is null)
            return;
        _start = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
