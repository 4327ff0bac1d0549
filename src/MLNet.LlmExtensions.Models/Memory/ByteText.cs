using System.Globalization;

namespace MLNet.LlmExtensions.Models.Memory;

/// <summary>Amounts as people read them, in powers of ten.</summary>
internal static class ByteText
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>Bytes with three digits: 1.23 GB, 45.6 MB, 789 kB.</summary>
    public static string OfBytes(long bytes) => Format(bytes, Units, "");

    /// <summary>A count with three digits: 6.61 billion, 109 million.</summary>
    public static string OfCount(long count) => Format(count, ["", " thousand", " million", " billion", " trillion", " quadrillion", " quintillion"], null);

    private static string Format(long number, string[] units, string? smallest)
    {
        double value = number;
        var unit = 0;
        // 999.5 would be written as 1000.
        while (value >= 999.5 && unit < units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        var digits = unit == 0 || value >= 99.95 ? "F0" : value >= 9.995 ? "F1" : "F2";
        var separator = smallest is null ? "" : " ";
        return value.ToString(digits, CultureInfo.InvariantCulture) + separator + units[unit];
    }
}
