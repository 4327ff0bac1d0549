using System.Runtime.InteropServices;

namespace BatchScoring.Output;

/// <summary>Brings files and names to the disk, so that they outlive a loss of power as well as a kill.</summary>
internal static class Durable
{
    private const int ReadOnly = 0;

    /// <summary>Writes a stream's bytes to the disk and closes it.</summary>
    public static void Close(Stream stream)
    {
        if (stream is FileStream file)
            file.Flush(flushToDisk: true);
        stream.Dispose();
    }

    /// <summary>Gives a file its final name, in place of one that has it.</summary>
    public static void Rename(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        FlushFolder(Path.GetDirectoryName(to)!);
    }

    /// <summary>Writes a file that appears with all of its content.</summary>
    public static void WriteAllBytes(string path, string temporary, ReadOnlySpan<byte> content)
    {
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            stream.Write(content);
            Close(stream);
        }

        Rename(temporary, path);
    }

    // .NET opens no folders. Where the system cannot flush one, a rename is as safe as that system makes it.
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var handle = Open(folder, ReadOnly);
        if (handle < 0)
            return;
        _ = Flush(handle);
        _ = Close(handle);
    }

    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flush(int handle);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);
}
