namespace ReportClassification.Prediction;

/// <summary>Where predictions go.</summary>
internal interface IPredictionWriter : IDisposable
{
    /// <summary>The number of predictions after which no more are wanted; null where all are.</summary>
    int? Limit { get; }

    /// <summary>Takes one prediction.</summary>
    void Write(PredictedReport report, IReadOnlyList<string> classes);

    /// <summary>Tells that there are no more, or that the limit is reached.</summary>
    void Complete(bool limitReached);
}
