namespace ReportClassification;

/// <summary>What the program tells its caller.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>Wrong options, unusable data, or an unusable model. One line on the error stream says what and where.</summary>
    public const int Failure = 1;

    /// <summary>Ended by Ctrl+C, as shells number it.</summary>
    public const int Cancelled = 130;
}
