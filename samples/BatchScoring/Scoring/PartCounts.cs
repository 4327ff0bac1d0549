namespace BatchScoring.Scoring;

/// <summary>What became of rows.</summary>
/// <param name="Scored">Those that were scored.</param>
/// <param name="Rejected">The bad ones.</param>
internal readonly record struct PartCounts(long Scored, long Rejected)
{
    public static PartCounts operator +(PartCounts left, PartCounts right) => new(left.Scored + right.Scored, left.Rejected + right.Rejected);
}
