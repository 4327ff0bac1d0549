using System.Security.Cryptography;
using ReportClassification;
using ReportClassification.Data;

namespace Results.Data;

/// <summary>The data sets of a folder: each folder in it with a <c>data.jsonl</c> is one, and PubMedQA is there with a second split.</summary>
internal sealed class DataSetFolder
{
    private const string FileName = "data.jsonl";
    private const string PubMedQa = "pubmedqa";

    /// <summary>PubMedQA as Dr.LLaMA splits it.</summary>
    public const string PubMedQaLast500 = "pubmedqa_last500";

    private readonly string _folder;

    public DataSetFolder(string folder)
    {
        if (!Directory.Exists(folder))
            throw new UserErrorException($"--data: there is no folder '{folder}'.");
        _folder = folder;
        var names = Directory.GetDirectories(folder)
            .Where(path => File.Exists(Path.Combine(path, FileName)))
            .Select(path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal)
            .ToList();
        if (names.Contains(PubMedQa))
            names.Insert(names.IndexOf(PubMedQa) + 1, PubMedQaLast500);
        Names = names;
    }

    /// <summary>The names of the data sets.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads a data set.</summary>
    /// <exception cref="UserErrorException">Its file or a row cannot be used.</exception>
    public DataSet Read(string name)
    {
        var path = Path.Combine(_folder, name == PubMedQaLast500 ? PubMedQa : name, FileName);
        var rows = LabelledReportFile.Read(path, new ReportColumns(["text"], "label", ReportColumns.DefaultSplit));
        using var stream = File.OpenRead(path);
        var sha = Convert.ToHexStringLower(SHA256.HashData(stream));
        return name == PubMedQaLast500
            ? new DataSet(name, "the last 500 rows in file order are test rows, a tenth of each class of the others dev rows", sha, LastRowsSplit.Of(rows, 500))
            : new DataSet(name, "from the file", sha, rows);
    }
}
