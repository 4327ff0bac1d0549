using System.Diagnostics.CodeAnalysis;
using BatchScoring.Input.Records;

namespace BatchScoring.Input;

/// <summary>Finds and opens input files.</summary>
internal static class InputFiles
{
    private static readonly string[] Extensions = [".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet"];

    /// <summary>Opens files in the format that their extension says.</summary>
    /// <param name="inputs">Files, or folders whose files are taken.</param>
    /// <param name="columns">What is taken from their rows.</param>
    /// <exception cref="UserErrorException">One is missing or of an unknown kind.</exception>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The caller has them.")]
    public static IReadOnlyList<IInputFile> Open(IReadOnlyList<string> inputs, RowColumns columns)
    {
        var paths = inputs.SelectMany(Files).Select(Path.GetFullPath).ToArray();
        if (paths.GroupBy(path => path, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new UserErrorException($"--input names '{twice.Key}' twice; its rows would be scored twice.");
        var root = CommonFolder(paths);
        return [.. paths.Select(path => Open(path, Path.GetRelativePath(root, path).Replace('\\', '/'), columns))];
    }

    private static IInputFile Open(string path, string name, RowColumns columns) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".jsonl" or ".ndjson" or ".json" => new RecordInputFile(path, name, new LineFraming(), new JsonRowParser(columns)),
        ".csv" => DelimitedInput.Open(path, name, (byte)',', columns),
        ".tsv" => DelimitedInput.Open(path, name, (byte)'\t', columns),
        ".parquet" => new ParquetInputFile(path, name, columns),
        var extension => throw new UserErrorException(
            $"'{path}' has the extension '{extension}'. Known ones are {string.Join(", ", Extensions)}; compressed text files must be unpacked first."),
    };

    private static IEnumerable<string> Files(string input)
    {
        if (File.Exists(input))
            return [input];
        if (!Directory.Exists(input))
            throw new UserErrorException($"--input: there is no file '{input}'.");

        // As Hadoop and Spark read folders: names that begin with these are markers and temporary files.
        var files = Directory.GetFiles(input)
            .Where(file => Path.GetFileName(file)[0] is not ('_' or '.') && Extensions.Contains(Path.GetExtension(file).ToLowerInvariant()))
            .Order(StringComparer.Ordinal)
            .ToArray();
        return files.Length > 0 ? files : throw new UserErrorException($"--input: the folder '{input}' has no {string.Join(", ", Extensions)} files.");
    }

    // Where pods see the files at different places, what is below the common folder is still the same.
    private static string CommonFolder(string[] paths)
    {
        var folder = Path.GetDirectoryName(paths[0])!;
        while (!paths.All(path => Path.GetDirectoryName(path) is { } other && (other + "/").StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal)))
            folder = Path.GetDirectoryName(folder) ?? Path.GetPathRoot(paths[0])!;
        return folder;
    }
}
