namespace MLNet.LlmExtensions.Benchmarks;

/// <summary>The process's resident memory.</summary>
internal static class MemoryReading
{
    /// <summary>Now, in MB (10^6 bytes).</summary>
    public static double ResidentMegabytes() => ResidentBytes() / 1e6;

    /// <summary>The highest so far, in MB (10^6 bytes).</summary>
    public static double PeakMegabytes() => PeakBytes() / 1e6;

    /// <summary>Now, in bytes.</summary>
    public static long ResidentBytes() => Status("VmRSS:");

    /// <summary>The highest so far, in bytes.</summary>
    public static long PeakBytes() => Status("VmHWM:");

    /// <summary>Forgets the highest value, so that it is counted from now on.</summary>
    public static void ForgetPeak()
    {
        if (OperatingSystem.IsLinux())
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
    }

    private static long Status(string field)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Environment.WorkingSet;
        }

        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) * 1024;
    }
}
