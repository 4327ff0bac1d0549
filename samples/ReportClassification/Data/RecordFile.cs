namespace ReportClassification.Data;

/// <summary>Reads a file record by record, in the format that its extension says.</summary>
internal static class RecordFile
{
    /// <summary>Opens a file. Records are read while they are enumerated, so that files may be larger than memory.</summary>
    /// <exception cref="UserErrorException">The file is missing, or its extension is unknown.</exception>
    public static IEnumerable<IRecord> Read(string path)
    {
        if (!File.Exists(path))
            throw new UserErrorException(Directory.Exists(path) ? $"'{path}' is a folder, not a file." : $"There is no file '{path}'.");
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".jsonl" or ".ndjson" => JsonLines.Read(path),
            ".csv" => DelimitedText.Read(path, ","),
            ".tsv" => DelimitedText.Read(path, "\t"),
            var extension => throw new UserErrorException($"'{path}' has the extension '{extension}'. Known ones are .jsonl, .csv and .tsv."),
        };
    }

    /// <summary>A value that has to be there.</summary>
    public static string Required(this IRecord record, string name) => record.Has(name)
        ? record.Value(name)
        : throw new UserErrorException($"There is no column '{name}' in {record.Place}. There are: {string.Join(", ", record.Names)}.");
}
