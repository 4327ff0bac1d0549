using System.Reflection;

namespace StandInCheck;

internal static class AssemblyFiles
{
    /// <summary>A context that finds references beside the given files and in the running framework.</summary>
    public static MetadataLoadContext CreateContext(IReadOnlyCollection<string> paths)
    {
        string framework = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        IEnumerable<string> beside = paths.Select(path => Path.GetDirectoryName(path)!).Distinct()
            .SelectMany(folder => Directory.GetFiles(folder, "*.dll"));

        // The first file of a name wins, so that what was asked for is what is read.
        IEnumerable<string> all = paths.Concat(beside).Concat(framework.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            .DistinctBy(Path.GetFileName, StringComparer.OrdinalIgnoreCase);
        return new MetadataLoadContext(new PathAssemblyResolver(all));
    }
}
