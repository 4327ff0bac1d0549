namespace MLNet.LlmExtensions.Models.Memory;

/// <summary>The rule by which people guess whether a model fits: parameters × 4 bytes × (bits / 32) × 1.2.</summary>
internal static class RuleOfThumb
{
    private const double Overhead = 1.2;

    public static long Bytes(long parameters, int bits) => (long)Math.Round(parameters * 4.0 * (bits / 32.0) * Overhead);
}
