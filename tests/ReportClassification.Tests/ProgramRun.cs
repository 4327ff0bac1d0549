namespace ReportClassification.Tests;

/// <summary>What one run of the program gave.</summary>
public sealed record ProgramRun(int ExitCode, string Output, string Error)
{
    /// <summary>Asserts that the run went well.</summary>
    public ProgramRun Succeeded()
    {
        Assert.True(ExitCode == 0, $"Exit code {ExitCode}: {Error}");
        Assert.Empty(Error);
        return this;
    }

    /// <summary>Asserts that the run ended with one line that names all of these.</summary>
    public ProgramRun FailedWith(params string[] parts)
    {
        Assert.Equal(1, ExitCode);
        Assert.Single(Error.TrimEnd().Split('\n'));
        Assert.All(parts, part => Assert.Contains(part, Error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        return this;
    }
}
