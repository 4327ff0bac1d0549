namespace MLNet.LlmExtensions.Rows.Cursors;

/// <summary>Where a cursor stands within the rows that it has read ahead.</summary>
internal interface IRowPosition
{
    /// <summary>The current row's index in the buffers.</summary>
    /// <exception cref="InvalidOperationException">The cursor does not stand on a row.</exception>
    int CurrentRow { get; }
}
