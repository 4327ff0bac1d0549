namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>A hash that is the same in every process, unlike <see cref="string.GetHashCode()"/>.</summary>
internal static class StableHash
{
    /// <summary>FNV-1a of a name and a seed.</summary>
    public static int Combine(string name, int seed)
    {
        const uint Prime = 16777619;
        var hash = 2166136261;
        for (var i = 0; i < sizeof(int); i++)
            hash = unchecked((hash ^ (byte)(seed >> (8 * i))) * Prime);
        foreach (var character in name)
            hash = unchecked((hash ^ character) * Prime);
        return (int)hash;
    }
}
