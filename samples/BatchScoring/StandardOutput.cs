using Microsoft.Win32.SafeHandles;

namespace BatchScoring;

/// <summary>Opens the standard output for bytes.</summary>
internal static class StandardOutput
{
    private const int Handle = 1;

    /// <summary>
    /// A stream that fails when the other end of a pipe is closed. The console's own takes what is written then without a word: the worker
    /// of an engine that died would go on for hours.
    /// </summary>
    public static Stream Open()
    {
        if (OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();
        var pipe = new FileStream(new SafeFileHandle(Handle, ownsHandle: false), FileAccess.Write, 1);
        if (!pipe.CanSeek)
            return pipe;

        // In a file it would keep its own position, and the next command of a shell's "( … ; … ) > file" would write over what is there.
        pipe.Dispose();
        return Console.OpenStandardOutput();
    }
}
