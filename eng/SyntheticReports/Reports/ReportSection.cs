namespace SyntheticReports.Reports;

/// <summary>The sections that a report may have.</summary>
public enum ReportSection
{
    /// <summary>Why the examination was asked for.</summary>
    Indication,

    /// <summary>How it was made.</summary>
    Technique,

    /// <summary>Which earlier examination it is compared with.</summary>
    Comparison,

    /// <summary>What it shows.</summary>
    Findings,

    /// <summary>What that amounts to.</summary>
    Impression,
}
