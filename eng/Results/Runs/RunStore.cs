using System.Globalization;
using System.Text.Json;
using ReportClassification;

namespace Results.Runs;

/// <summary>The stored runs of a work folder: one JSON file for each.</summary>
internal sealed class RunStore(string folder)
{
    private readonly string _folder = Path.Combine(folder, "runs");

    /// <summary>Whether a run has been made.</summary>
    public bool Has(RunIdentity identity) => File.Exists(PathOf(identity));

    /// <summary>Keeps a run.</summary>
    public void Add(StoredRun run)
    {
        var path = PathOf(run.Identity);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        WholeFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(run, RunJson.Options));
    }

    /// <summary>All runs, in the order of their files' names.</summary>
    /// <exception cref="UserErrorException">A file is no stored run.</exception>
    public IReadOnlyList<StoredRun> All() => Directory.Exists(_folder)
        ? [.. Directory.GetFiles(_folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Read)]
        : [];

    private static StoredRun Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<StoredRun>(File.ReadAllBytes(path), RunJson.Options)!;
        }
        catch (JsonException exception)
        {
            throw new UserErrorException($"'{path}' is no stored run ({exception.Message}). Delete it, and measure makes it again.");
        }
    }

    private string PathOf(RunIdentity identity)
    {
        var labels = identity.LabelsPerClass?.ToString("000", CultureInfo.InvariantCulture) ?? "all";
        var name = string.Create(CultureInfo.InvariantCulture, $"{labels}.seed-{identity.Seed}.{identity.Hash()}.json");
        return Path.Combine(_folder, identity.DataSet, identity.Method, name);
    }
}
