namespace MLNet.LlmExtensions.Rows;

/// <summary>A value that follows from a row's numbers.</summary>
internal delegate T RowValue<out T>(ReadOnlySpan<float> numbers);
