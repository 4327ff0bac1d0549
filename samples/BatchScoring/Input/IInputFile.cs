namespace BatchScoring.Input;

/// <summary>A file of reports, read part by part.</summary>
internal interface IInputFile : IDisposable
{
    /// <summary>Where it is.</summary>
    string Path { get; }

    /// <summary>What the output calls it.</summary>
    string Name { get; }

    /// <summary>What the file was like when it was opened.</summary>
    InputStamp Stamp { get; }

    /// <summary>Counts the rows and notes where parts begin, in one pass and without reading any row's values.</summary>
    /// <param name="partRows">Rows of a part.</param>
    /// <param name="progress">Told the number of bytes read since it was told before.</param>
    /// <param name="cancellation">Ends the pass.</param>
    FileContents Scan(int partRows, Action<long> progress, CancellationToken cancellation);

    /// <summary>Reads the rows of a part. Lazy.</summary>
    IEnumerable<InputRow> Read(PartStart part);
}
