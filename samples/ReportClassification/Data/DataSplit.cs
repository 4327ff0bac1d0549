namespace ReportClassification.Data;

/// <summary>The part of the data that a row belongs to.</summary>
internal enum DataSplit
{
    /// <summary>To learn from.</summary>
    Train,

    /// <summary>To choose settings on; learnt from as well in the end.</summary>
    Dev,

    /// <summary>To be looked at once.</summary>
    Test,
}
