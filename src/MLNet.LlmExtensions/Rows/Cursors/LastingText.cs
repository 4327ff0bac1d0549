using System.Runtime.InteropServices;

namespace MLNet.LlmExtensions.Rows.Cursors;

/// <summary>Text that stays as it is when the source moves on.</summary>
internal static class LastingText
{
    /// <summary>
    /// A part of a string cannot change and is kept; other memory may be reused by its owner and is copied, once. The copy is
    /// a string of its own and not a shared buffer, because readers such as ML.NET's cache keep texts without copying them.
    /// </summary>
    public static ReadOnlyMemory<char> From(ReadOnlyMemory<char> text) =>
        text.IsEmpty || MemoryMarshal.TryGetString(text, out _, out _, out _) ? text : text.ToString().AsMemory();
}
