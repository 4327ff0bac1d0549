namespace MLNet.LlmExtensions.Rows;

/// <summary>The numbers of the row that a cursor stands on.</summary>
internal interface IRowNumbers
{
    /// <summary>The numbers, computed when they are first asked for.</summary>
    /// <exception cref="InvalidOperationException">The cursor does not stand on a row.</exception>
    ReadOnlySpan<float> Numbers { get; }
}
