using System.Reflection;

namespace EncoderTraining.Tests;

/// <summary>The reference files beside the repository, which not every machine has.</summary>
internal static class ReferenceData
{
    /// <summary>A path below ../shared/reference; skips the test where it is absent.</summary>
    public static string PathTo(string name)
    {
        var root = typeof(ReferenceData).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(a => a.Key == "RepositoryRoot").Value!;
        var path = Path.GetFullPath(Path.Combine(root, "..", "shared", "reference", name));
        Assert.SkipUnless(Path.Exists(path), $"../shared/reference/{name} is not on this machine.");
        return path;
    }
}
