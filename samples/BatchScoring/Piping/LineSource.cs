using System.Threading.Channels;
using BatchScoring.Input;
using BatchScoring.Input.Records;

namespace BatchScoring.Piping;

/// <summary>Reads lines on a thread of its own, a bounded number ahead, so that the classifier knows when the input pauses.</summary>
internal sealed class LineSource(PipeSettings settings, IRowParser parser, Stream input)
{
    private readonly DelimitedFraming? _framing = settings.Format == LineFormat.Csv ? new DelimitedFraming((byte)',') : null;
    private readonly Channel<ParsedRow> _rows = Channel.CreateBounded<ParsedRow>(
        new BoundedChannelOptions(settings.Batch * 2) { SingleReader = true, SingleWriter = true });

    /// <summary>The lines, good and bad.</summary>
    public ChannelReader<ParsedRow> Rows => _rows.Reader;

    /// <summary>Reads until the input ends. A terminal or an engine may never give another line: nobody waits for this after a cancellation.</summary>
    public async Task ReadAsync(CancellationToken cancellation)
    {
        Exception? failure = null;
        try
        {
            var reader = new RecordReader(input, new LineFraming(), keepsBlank: true);
            while (reader.Read(out var record))
                await _rows.Writer.WriteAsync(Parse(record), cancellation).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // It is passed on to the reader of the channel.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure = exception;
        }

        _rows.Writer.Complete(failure);
    }

    private ParsedRow Parse(in RawRecord record)
    {
        var problem = record.Problem;
        if (problem is null && _framing is not null && !record.Content.IsEmpty)
            problem = _framing.Frame(record.Content.Span, isLast: true).Problem;
        if (problem is not null)
            return ParsedRow.Bad(problem);
        return record.Content.IsEmpty ? ParsedRow.Bad("the line is empty") : parser.Parse(record.Content);
    }
}
