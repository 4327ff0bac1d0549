namespace ReportClassification.Reporting.Curves;

/// <summary>Leaves out points that nobody could tell apart, so that the picture of a long training stays small.</summary>
internal static class Thinning
{
    /// <summary>Keeps the first, the last, and of each of equally many points in a row the lowest and the highest, so that no peak is lost.</summary>
    /// <param name="points">The line.</param>
    /// <param name="most">The most points to keep, 4 or more; a line with no more is left as it is.</param>
    public static IReadOnlyList<CurvePoint> Extremes(IReadOnlyList<CurvePoint> points, int most)
    {
        if (points.Count <= most)
            return points;

        var inner = points.Count - 2;
        var buckets = (most - 2) / 2;
        var kept = new List<CurvePoint>(most) { points[0] };
        for (var bucket = 0; bucket < buckets; bucket++)
        {
            var from = 1 + (int)((long)inner * bucket / buckets);
            var to = 1 + (int)((long)inner * (bucket + 1) / buckets);
            var indices = Enumerable.Range(from, to - from).ToArray();
            var lowest = indices.MinBy(i => points[i].Y);
            var highest = indices.MaxBy(i => points[i].Y);
            kept.Add(points[Math.Min(lowest, highest)]);
            if (lowest != highest)
                kept.Add(points[Math.Max(lowest, highest)]);
        }

        kept.Add(points[^1]);
        return kept;
    }
}
