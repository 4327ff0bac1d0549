/// <summary>A row of the file.</summary>
internal sealed record HostRow(string Text, int Label);
