using System.Diagnostics;
using MLNet.LlmExtensions;

namespace ReportClassification.Training;

/// <summary>Counts embedded texts and the time they took, and passes the progress on to whoever shows it.</summary>
internal sealed class EmbeddingMeter : IProgress<LlmEmbeddingProgress>
{
    private readonly Stopwatch _clock = new();
    private (long Texts, TimeSpan Time) _earlierPasses;
    private (long Texts, TimeSpan Time) _thisPass;

    /// <summary>Told of the progress of the present pass.</summary>
    public Action<LlmEmbeddingProgress>? Show { get; set; }

    /// <summary>Texts embedded so far.</summary>
    public long Texts => _earlierPasses.Texts + _thisPass.Texts;

    /// <summary>The time they took: from the beginning of each pass over data to its last embedded text.</summary>
    public TimeSpan Time => _earlierPasses.Time + _thisPass.Time;

    /// <summary>Tells that a pass over data begins.</summary>
    public void StartPass()
    {
        _earlierPasses = (Texts, Time);
        _thisPass = default;
        _clock.Restart();
    }

    public void Report(LlmEmbeddingProgress value)
    {
        _thisPass = (value.EmbeddedRows, _clock.Elapsed);
        Show?.Invoke(value);
    }
}
