namespace Results.Pages.Plots;

/// <summary>A point of a learning curve.</summary>
/// <param name="Labels">Labelled rows of each class.</param>
/// <param name="Mean">The mean over the seeds.</param>
/// <param name="Deviation">The deviation around it; 0 where there is a single seed.</param>
internal readonly record struct CurvePointBand(int Labels, double Mean, double Deviation);
