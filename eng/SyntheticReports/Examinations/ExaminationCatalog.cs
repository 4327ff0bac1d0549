namespace SyntheticReports.Examinations;

/// <summary>All examinations that the corpus has reports of.</summary>
public static class ExaminationCatalog
{
    /// <summary>The examinations.</summary>
    public static IReadOnlyList<Examination> All { get; } =
    [
        ChestRadiograph.Create(),
        ChestRadiograph.Create(), // twice as frequent as the others, as in life
        ChestTomography.Create(),
        AbdominalTomography.Create(),
        HeadTomography.Create(),
        LimbRadiograph.Hand(),
        LimbRadiograph.Leg(),
        Ultrasound.Create(),
    ];
}
