using System.Globalization;

namespace MLNet.LlmExtensions.Models.Memory;

/// <summary>The memory that this process may use.</summary>
internal static class AvailableMemory
{
    private static readonly string[] ControlGroupFiles = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"];

    /// <summary>The machine's memory, or the limit of the container where that is lower, in bytes.</summary>
    public static long Bytes() => OperatingSystem.IsLinux()
        ? Linux("/proc/meminfo", ControlGroupFiles) ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes
        : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>
    /// Reads the limits themselves: inside a container the collector reports three quarters of the limit, which is what it
    /// keeps its own heap to, while weights and activations are native memory.
    /// </summary>
    internal static long? Linux(string memoryInformation, IEnumerable<string> limits)
    {
        var total = Read(memoryInformation, line => line.StartsWith("MemTotal:", StringComparison.Ordinal) ? line["MemTotal:".Length..].Replace("kB", "", StringComparison.Ordinal) : null) * 1024;
        var limit = limits.Select(path => Read(path, line => line)).FirstOrDefault(bytes => bytes is not null);
        // Without a limit the file says "max", or a number beyond any memory.
        return total is null ? limit : limit is null ? total : Math.Min(total.Value, limit.Value);
    }

    private static long? Read(string path, Func<string, string?> choose)
    {
        try
        {
            return File.ReadLines(path).Select(choose).OfType<string>()
                .Select(text => long.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : (long?)null)
                .FirstOrDefault();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
