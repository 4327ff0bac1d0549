namespace Microsoft.ML.Data;

/// <summary>How the lines of a text file are to be read.</summary>
internal sealed record TextFormat(char Separator, bool HasHeader, bool AllowQuoting, bool TrimWhitespace, bool AllowSparse);
