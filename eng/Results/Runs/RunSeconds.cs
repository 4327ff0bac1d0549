namespace Results.Runs;

/// <summary>How long a run took, in seconds.</summary>
internal sealed record RunSeconds
{
    /// <summary>Embedding one text with the frozen model; null where nothing was embedded apart from training and prediction.</summary>
    public double? EmbeddingPerText { get; init; }

    /// <summary>Training, choices included, embedding not.</summary>
    public double Training { get; init; }

    /// <summary>Predicting all test rows, embedding not.</summary>
    public double Prediction { get; init; }
}
