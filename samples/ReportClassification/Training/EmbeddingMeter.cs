using System.Diagnostics;
using MLNet.LlmExtensions;
using MLNet.LlmExtensions.Inference;

namespace ReportClassification.Training;

/// <summary>Counts embedded texts and the time they took, and passes the progress on to whoever shows it.</summary>
/// <remarks>ML.NET may read data with several cursors at once, so the embedder's own count is taken and not a cursor's.</remarks>
internal sealed class EmbeddingMeter : IProgress<LlmEmbeddingProgress>, IWorkMeter
{
    private readonly Stopwatch _clock = new();
    private TextEmbedder? _embedder;
    private TimeSpan _earlierPasses;
    private TimeSpan _thisPass;
    private long _textsBefore;
    private long _rows;

    /// <summary>Told how many of how many texts of the present pass over data are embedded.</summary>
    public Action<WorkProgress>? Show { get; set; }

    /// <summary>Texts embedded so far.</summary>
    public long Texts => _embedder?.Statistics.Texts ?? 0;

    /// <summary>The time they took: from the beginning of each pass over data to its last embedded text.</summary>
    public TimeSpan Time => _earlierPasses + _thisPass;

    /// <summary>Says whose texts are counted.</summary>
    public void Watch(TextEmbedder embedder) => _embedder = embedder;

    /// <summary>Tells that a pass over so many rows begins.</summary>
    public void StartPass(int rows)
    {
        _earlierPasses = Time;
        _thisPass = default;
        _textsBefore = Texts;
        _rows = rows;
        _clock.Restart();
    }

    public void Report(LlmEmbeddingProgress value)
    {
        _thisPass = _clock.Elapsed;
        Show?.Invoke(new WorkProgress("Embedding reports", Texts - _textsBefore, _rows));
    }
}
