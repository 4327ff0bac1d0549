namespace BatchScoring.Output;

/// <summary>Writes the rows of a part.</summary>
internal interface IRowWriter
{
    /// <summary>Takes a row.</summary>
    void Write(in ScoredRow row);

    /// <summary>Writes what is not written yet. The stream stays open.</summary>
    void Complete();
}
