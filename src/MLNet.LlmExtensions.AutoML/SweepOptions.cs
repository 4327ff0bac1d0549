using Microsoft.Extensions.Logging;

namespace MLNet.LlmExtensions.AutoML;

/// <summary>How the trials of a <see cref="TextClassificationTrialRunner"/> are run.</summary>
public sealed record SweepOptions
{
    /// <summary>What trials are compared by. The default is <see cref="SweepMetric.MacroF1"/>.</summary>
    public SweepMetric Metric { get; init; } = SweepMetric.MacroF1;

    /// <summary>The label: a key, or true or false. The pipeline may make it a key. The default is <c>Label</c>.</summary>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>The predicted label: a key, its name, or true or false. The default is <c>PredictedLabel</c>.</summary>
    public string PredictedLabelColumnName { get; init; } = "PredictedLabel";

    /// <summary>
    /// A file that keeps the results of trials, made where it is absent: a sweep that was killed finds in it what it had tried already
    /// and goes on from there. A file of another sweep – other data, pipeline or metric – is refused. <see langword="null"/> (the
    /// default): none.
    /// </summary>
    public string? JournalPath { get; init; }

    /// <summary>Where failed trials are logged, never a text. <see langword="null"/> (the default): nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    internal SweepOptions Check(string parameterName)
    {
        var wrong = string.IsNullOrEmpty(LabelColumnName) ? $"{nameof(LabelColumnName)} must name a column"
            : string.IsNullOrEmpty(PredictedLabelColumnName) ? $"{nameof(PredictedLabelColumnName)} must name a column"
            : JournalPath is { } path && string.IsNullOrWhiteSpace(path) ? $"{nameof(JournalPath)} must name a file or be null"
            : Enum.IsDefined(Metric) ? null
            : $"{nameof(Metric)} is {Metric}, which is not a known value";
        return wrong is null ? this : throw new ArgumentException($"{nameof(SweepOptions)}.{wrong}.", parameterName);
    }
}
