using SyntheticReports.Examinations;

namespace SyntheticReports.Reports;

/// <summary>One thing that a report says about one finding.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Status">What is said about it.</param>
/// <param name="Name">The name used.</param>
/// <param name="Site">The place named.</param>
/// <param name="Millimetres">Its size; null where nobody measures it.</param>
/// <param name="HasGrown">Whether it is present because it has grown, and not because it is new.</param>
public sealed record Statement(Finding Finding, Status Status, string Name, string Site, int? Millimetres, bool HasGrown);
