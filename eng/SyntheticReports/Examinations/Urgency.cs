namespace SyntheticReports.Examinations;

/// <summary>What a finding asks for when it is new.</summary>
public enum Urgency
{
    /// <summary>A later check: a nodule, a cyst, an enlarged node.</summary>
    Later,

    /// <summary>Action now: a pneumothorax, a bleed, an obstruction.</summary>
    Now,
}
