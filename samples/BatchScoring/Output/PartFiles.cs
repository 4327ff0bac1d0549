using System.Globalization;

namespace BatchScoring.Output;

/// <summary>
/// Where things are in an output folder. Names that begin with an underscore are passed over by Spark and Hadoop when they read the folder.
/// </summary>
/// <param name="Root">The folder.</param>
/// <param name="Format">The format of the parts.</param>
internal sealed record PartFiles(string Root, RowFormat Format)
{
    public string Manifest => Path.Combine(Root, "_manifest.json");

    public string Success => Path.Combine(Root, "_SUCCESS");

    public string RejectedFolder => Path.Combine(Root, "_rejected");

    public string TemporaryFolder => Path.Combine(Root, "_temporary");

    /// <summary>A part's rows. Where this file is, the part is done.</summary>
    public string Rows(int part) => Path.Combine(Root, Name(part) + OutputShape.Extension(Format));

    /// <summary>A part's bad rows. Absent where it has none.</summary>
    public string Rejected(int part) => Path.Combine(RejectedFolder, Name(part) + ".jsonl");

    /// <summary>Whether a part is done.</summary>
    public bool IsDone(int part) => File.Exists(Rows(part));

    /// <summary>The number of bad rows of a part that is done.</summary>
    public long CountRejected(int part)
    {
        if (!File.Exists(Rejected(part)))
            return 0;
        using var stream = File.OpenRead(Rejected(part));
        var buffer = new byte[1 << 16];
        var count = 0L;
        for (int read; (read = stream.Read(buffer)) > 0;)
            count += buffer.AsSpan(0, read).Count((byte)'\n');
        return count;
    }

    private static string Name(int part) => "part-" + part.ToString("D5", CultureInfo.InvariantCulture);
}
