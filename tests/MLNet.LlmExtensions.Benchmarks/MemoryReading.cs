namespace MLNet.LlmExtensions.Benchmarks;

/// <summary>The process's resident memory.</summary>
internal static class MemoryReading
{
    /// <summary>Now, in MB (10^6 bytes).</summary>
    public static double ResidentMegabytes() => Status("VmRSS:");

    /// <summary>The highest so far, in MB (10^6 bytes).</summary>
    public static double PeakMegabytes() => Status("VmHWM:");

    private static double Status(string field)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Environment.WorkingSet / 1e6;
        }

        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
