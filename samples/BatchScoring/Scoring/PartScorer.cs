using System.Text;
using BatchScoring.Input;
using BatchScoring.Output;

namespace BatchScoring.Scoring;

/// <summary>Scores a part, batch by batch. Batches begin anew with each part, so a part comes out the same whichever process makes it.</summary>
internal sealed class PartScorer(IClassifier classifier, OutputShape shape, PartFiles files, string temporaryFolder, int batch, bool keepBadRows)
{
    private readonly List<(long Row, string? Id, string Text)> _batch = new(batch);

    /// <summary>Creates files; tests put a full disk in its place.</summary>
    public Func<string, Stream> CreateFile { get; init; } = path => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);

    /// <summary>Scores a part and makes it appear.</summary>
    /// <param name="part">The part.</param>
    /// <param name="progress">Told the number of rows that are done since it was told before.</param>
    /// <param name="cancellation">Ends the work between two batches and leaves nothing of the part.</param>
    /// <exception cref="UserErrorException">The part could not be read or written; the message names it.</exception>
    public PartCounts Score(Part part, Action<int> progress, CancellationToken cancellation)
    {
        _batch.Clear();
        try
        {
            using var writer = new PartWriter(files, part.Index, temporaryFolder, shape, CreateFile);
            foreach (var row in part.File.Read(part.Start))
            {
                if (row.Parsed.Problem is { } problem)
                {
                    var record = keepBadRows && !row.Raw.IsEmpty ? Encoding.UTF8.GetString(row.Raw.Span) : null;
                    writer.Reject(new(part.File.Name, row.Row, row.Line, row.Parsed.Id, problem, record));
                    progress(1);
                    continue;
                }

                _batch.Add((row.Row, row.Parsed.Id, row.Parsed.Text));
                if (_batch.Count == batch)
                    Flush(part, writer, progress, cancellation);
            }

            Flush(part, writer, progress, cancellation);
            cancellation.ThrowIfCancellationRequested();
            part.File.Stamp.Check(part.File.Path);
            writer.Commit();
            return new(writer.Rows, writer.Rejected);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(
                $"Part {part.Index} (rows {part.Start.FirstRow} to {part.Start.FirstRow + part.Start.Rows - 1} of '{part.File.Path}') was not finished: " +
                $"{exception.Message} The parts before it are kept; the same command goes on with it.");
        }
    }

    private void Flush(Part part, PartWriter writer, Action<int> progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_batch.Count == 0)
            return;
        var results = classifier.Classify([.. _batch.Select(row => row.Text)]);
        for (var i = 0; i < _batch.Count; i++)
            writer.Write(new(part.File.Name, _batch[i].Row, _batch[i].Id, results[i]));
        progress(_batch.Count);
        _batch.Clear();
    }
}
