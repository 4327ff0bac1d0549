namespace SyntheticReports.Reports;

/// <summary>What a report says about a finding.</summary>
public enum Status
{
    /// <summary>It is not there.</summary>
    Absent,

    /// <summary>It was there and has gone.</summary>
    Resolved,

    /// <summary>It is there and has been there, unchanged.</summary>
    Known,

    /// <summary>It may be there; another examination has to decide.</summary>
    Suspected,

    /// <summary>It is there, and it is new or has grown.</summary>
    Present,
}
