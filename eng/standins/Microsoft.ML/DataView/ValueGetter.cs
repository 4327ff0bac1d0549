namespace Microsoft.ML;

/// <summary>Writes the value of one column in the current row into <paramref name="value"/>, whose memory it may re-use.</summary>
public delegate void ValueGetter<TValue>(ref TValue value);
