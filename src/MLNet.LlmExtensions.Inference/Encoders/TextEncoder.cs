using Microsoft.Extensions.Logging;
using MLNet.LlmExtensions.Inference.Batching;
using MLNet.LlmExtensions.Inference.Sessions;
using MLNet.LlmExtensions.Models;

namespace MLNet.LlmExtensions.Inference.Encoders;

/// <summary>
/// Texts to pooled vectors: tokenises, packs batches, runs the session, and brings the vectors of a text's windows together.
/// What embedders and classifiers have in common. Thread-safe.
/// </summary>
internal sealed class TextEncoder
{
    // Texts are sorted by length within segments of about this many tokens. Larger ones pack no better and cost memory.
    private const int SegmentTokens = 1 << 18;

    private readonly EmbeddingSession _session;
    private readonly AdapterInputs? _adapter;
    private readonly SegmentReader _reader;
    private readonly RowWriter _rows;
    private readonly StatisticsCounter _statistics = new();
    private readonly ILogger _logger;

    /// <param name="model">Whose tokenizer and settings are used.</param>
    /// <param name="settings">How texts are read.</param>
    /// <param name="longText">What happens to texts that are longer than a window.</param>
    /// <param name="hasPairs">Whether texts come in pairs.</param>
    /// <param name="session">Computes the vectors; belongs to the caller.</param>
    /// <param name="adapter">What is handed to the session beside the tokens, or null; belongs to the caller.</param>
    /// <param name="logger">Told of texts that were cut.</param>
    public TextEncoder(
        LanguageModel model,
        ResolvedSettings settings,
        LongTextHandling longText,
        bool hasPairs,
        EmbeddingSession session,
        AdapterInputs? adapter,
        ILogger logger)
    {
        _session = session;
        _adapter = adapter;
        _reader = new SegmentReader(model, settings, longText, hasPairs, SegmentTokens);
        _rows = new RowWriter(model, hasPairs);
        _logger = logger;
        MaximumLength = settings.MaximumLength;
    }

    /// <summary>The longest row in tokens, special tokens included.</summary>
    public int MaximumLength { get; }

    public int Dimensions => _session.Dimensions;

    public EmbeddingStatistics Statistics => _statistics.Snapshot();

    /// <summary>Computes the vectors of all texts.</summary>
    /// <param name="source">The texts.</param>
    /// <param name="accumulator">Receives the vectors.</param>
    /// <param name="progress">Told of each finished part, or null.</param>
    /// <param name="cancellationToken">Ends the work between two passes through the model.</param>
    /// <returns>Tokens that went through the model, padding left out.</returns>
    public long Run<TSource, TAccumulator>(
        in TSource source, in TAccumulator accumulator, IProgress<EmbeddingProgress>? progress, CancellationToken cancellationToken)
        where TSource : ITextSource, allows ref struct
        where TAccumulator : IVectorAccumulator, allows ref struct
    {
        var workspace = _session.Enter();
        try
        {
            var statistics = new StatisticsCounter.Delta();
            var done = 0;
            while (done < source.Count)
            {
                var count = _reader.Read(workspace, source, done, ref statistics, cancellationToken);
                Compute(workspace, accumulator, done, count, ref statistics, cancellationToken);
                done += count;
                progress?.Report(new EmbeddingProgress(done, source.Count, statistics.Tokens));
            }

            _statistics.Add(statistics);
            if (statistics.TruncatedTexts > 0)
            {
                _logger.LogWarning(
                    "{Truncated} of {Texts} texts were longer than {MaximumLength} tokens and were cut",
                    statistics.TruncatedTexts,
                    source.Count,
                    MaximumLength);
            }

            return statistics.Tokens;
        }
        finally
        {
            _session.Leave(workspace);
        }
    }

    // Runs the windows of one segment and brings their vectors to the texts they belong to.
    private void Compute<TAccumulator>(
        Workspace workspace,
        in TAccumulator accumulator,
        int firstText,
        int texts,
        ref StatisticsCounter.Delta statistics,
        CancellationToken cancellationToken)
        where TAccumulator : IVectorAccumulator, allows ref struct
    {
        for (var text = 0; text < texts; text++)
        {
            accumulator.Start(firstText + text);
        }

        var planner = workspace.Planner;
        planner.Start(workspace.Windows.Count);
        foreach (var window in workspace.Windows)
        {
            planner.Add(window.ContentLength + _reader.SpecialTokens);
        }

        planner.Sort();
        while (planner.TryNext(out var first, out var rows, out var longest))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var length = _session.PaddedLength(longest, MaximumLength);
            var tensors = workspace.Tensors(rows, length);
            statistics.Tokens += _rows.Write(workspace, first, rows, length);
            _session.Run(workspace, tensors, _adapter);
            statistics.Batches++;
            statistics.Rows += rows;
            statistics.PaddedTokens += (long)rows * length;

            var vectors = workspace.Vectors(rows);
            for (var row = 0; row < rows; row++)
            {
                var text = workspace.Windows[planner.Row(first + row)].Text;
                accumulator.Add(firstText + text, vectors.Slice(row * Dimensions, Dimensions));
            }
        }

        for (var text = 0; text < texts; text++)
        {
            accumulator.Complete(firstText + text, workspace.WindowCounts[text]);
        }
    }
}
