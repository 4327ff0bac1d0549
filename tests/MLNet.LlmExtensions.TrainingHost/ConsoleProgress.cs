using MLNet.LlmExtensions.Training;

/// <summary>Tells of each step at once.</summary>
internal sealed class ConsoleProgress : IProgress<FineTuningProgress>
{
    public void Report(FineTuningProgress value)
    {
        Console.WriteLine($"step {value.Step} of {value.TotalSteps}");
        Console.Out.Flush();
    }
}
