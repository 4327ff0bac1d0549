namespace SyntheticReports.Grammar;

/// <summary>The part of the corpus that a report is written for. It decides which phrasings may be used.</summary>
public enum Part
{
    /// <summary>Train and dev rows.</summary>
    Training,

    /// <summary>Test rows.</summary>
    Test,
}
