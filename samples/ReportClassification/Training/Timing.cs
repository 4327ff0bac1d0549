namespace ReportClassification.Training;

/// <summary>How long the work took, in seconds.</summary>
/// <param name="Reading">Reading the file.</param>
/// <param name="Embedding">Embedding the texts.</param>
/// <param name="Total">All of it, from the start of the command.</param>
/// <param name="Texts">Texts embedded.</param>
internal sealed record Timing(double Reading, double Embedding, double Total, long Texts)
{
    /// <summary>Texts embedded per second.</summary>
    public double TextsPerSecond => Embedding > 0 ? Texts / Embedding : 0;
}
