using System.Globalization;
using BatchScoring.Input;
using BatchScoring.Input.Records;
using BatchScoring.Scoring;

namespace BatchScoring.Piping;

/// <summary>
/// The pipe command's work: for each line of input a line of output, in order, also for a bad one, whose reason goes to the error stream as
/// well. What is there is scored and flushed as soon as a batch is full or no more lines come.
/// </summary>
internal sealed class PipeRun(PipeSettings settings, IRowParser parser, IClassifier classifier, Streams streams, TextWriter error)
{
    // Long enough for an engine to write the next line, short enough for a person.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly List<ParsedRow> _batch = new(settings.Batch);
    private long _line;

    public async Task ExecuteAsync(CancellationToken cancellation)
    {
        var source = new LineSource(settings, parser, streams.Input);
        _ = Task.Run(() => source.ReadAsync(cancellation), cancellation);
        var output = new BufferedStream(streams.Output, 1 << 16); // not disposed of: the stream is the caller's
        var writer = new LineWriter(settings, classifier.Classes, output);
        while (await source.Rows.WaitToReadAsync(cancellation).ConfigureAwait(false))
        {
            await CollectAsync(source, cancellation).ConfigureAwait(false);
            Score(writer);
            await output.FlushAsync(cancellation).ConfigureAwait(false); // the stream below as well
        }
    }

    private async Task CollectAsync(LineSource source, CancellationToken cancellation)
    {
        while (_batch.Count < settings.Batch)
        {
            if (source.Rows.TryRead(out var row))
            {
                _batch.Add(row);
                continue;
            }

            using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            pause.CancelAfter(Pause);
            try
            {
                if (!await source.Rows.WaitToReadAsync(pause.Token).ConfigureAwait(false))
                    return;
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void Score(LineWriter writer)
    {
        var texts = _batch.Where(row => row.Problem is null).Select(row => row.Text).ToArray();
        var results = texts.Length == 0 ? [] : classifier.Classify(texts);
        var next = 0;
        foreach (var row in _batch)
        {
            _line++;
            if (row.Problem is null)
            {
                writer.Write(row, results[next++]);
                continue;
            }

            writer.WriteError(row);
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Line {_line}: {row.Problem}"));
        }

        _batch.Clear();
    }
}
