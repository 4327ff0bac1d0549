namespace BatchScoring.Input;

/// <summary>The input files and the parts that they make, which depend on nothing but the files and the number of rows of a part.</summary>
internal sealed class InputPlan : IDisposable
{
    private readonly IReadOnlyList<IInputFile> _files;

    private InputPlan(IReadOnlyList<IInputFile> files, IReadOnlyList<FileContents> contents)
    {
        _files = files;
        Contents = contents;
        Parts = [.. files.Zip(contents).SelectMany(pair => pair.Second.Parts.Select(start => (pair.First, start)))
            .Select((part, index) => new Part(index, part.First, part.start))];
    }

    /// <summary>What each file has.</summary>
    public IReadOnlyList<FileContents> Contents { get; }

    public IReadOnlyList<IInputFile> Files => _files;

    public IReadOnlyList<Part> Parts { get; }

    /// <summary>Opens and scans files.</summary>
    /// <param name="inputs">Files or folders.</param>
    /// <param name="columns">What is taken from their rows.</param>
    /// <param name="partRows">Rows of a part.</param>
    /// <param name="progress">Told the share that is done, from 0 to 1.</param>
    /// <param name="cancellation">Ends the scan.</param>
    public static InputPlan Create(IReadOnlyList<string> inputs, RowColumns columns, int partRows, Action<double> progress, CancellationToken cancellation)
    {
        var files = InputFiles.Open(inputs, columns);
        try
        {
            var total = Math.Max(1, files.Sum(file => new FileInfo(file.Path).Length));
            var done = 0L;
            return new(files, [.. files.Select(file => file.Scan(partRows, bytes => progress((double)(done += bytes) / total), cancellation))]);
        }
        catch
        {
            foreach (var file in files)
                file.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var file in _files)
            file.Dispose();
    }
}
