namespace ReportClassification;

/// <summary>Something that the user can put right. The message is one line that names the file, row, column or option.</summary>
internal sealed class UserErrorException(string message) : Exception(message);
