namespace ReportClassification.Data;

/// <summary>The part of the data that a row belongs to.</summary>
internal enum DataSplit
{
    /// <summary>To learn from.</summary>
    Train,

    /// <summary>To choose settings on. A classifier on frozen embeddings learns from it as well in the end; fine-tuning does not.</summary>
    Dev,

    /// <summary>To be looked at once.</summary>
    Test,
}
