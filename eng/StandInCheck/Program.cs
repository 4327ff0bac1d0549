using System.Reflection;
using StandInCheck;

if (args.Length < 2)
{
    Console.Error.WriteLine("Usage: StandInCheck <stand-in.dll> <official.dll or folder>...");
    Console.Error.WriteLine("Lists what the stand-in offers and the official package does not. Exit code 1 if there is any.");
    return 2;
}

string standInPath = Path.GetFullPath(args[0]);
string[] officialPaths =
    [.. args[1..].SelectMany(path => Directory.Exists(path) ? Directory.GetFiles(path, "*.dll") : [path]).Select(Path.GetFullPath)];

// Two contexts: the stand-in and the official package have assemblies of the same name.
using MetadataLoadContext standInContext = AssemblyFiles.CreateContext([standInPath]);
using MetadataLoadContext officialContext = AssemblyFiles.CreateContext(officialPaths);

IReadOnlyDictionary<string, Type> official = PublicTypes.Of(officialPaths.Select(officialContext.LoadFromAssemblyPath));
IReadOnlyDictionary<string, Type> standIn = PublicTypes.Of([standInContext.LoadFromAssemblyPath(standInPath)]);

int differences = 0;
foreach ((string name, Type type) in standIn.OrderBy(pair => pair.Key, StringComparer.Ordinal))
{
    foreach (string difference in TypeComparison.Differences(type, official.GetValueOrDefault(name)))
    {
        Console.WriteLine($"{name}: {difference}");
        differences++;
    }
}

Console.WriteLine(differences == 0
    ? $"{Path.GetFileName(standInPath)}: {standIn.Count} public types, nothing that the official package does not have."
    : $"{Path.GetFileName(standInPath)}: {differences} differences.");
return differences == 0 ? 0 : 1;
