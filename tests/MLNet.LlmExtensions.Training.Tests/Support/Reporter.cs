namespace MLNet.LlmExtensions.Training.Tests.Support;

/// <summary>Hands each report of a training to an action, on the training's own thread.</summary>
internal sealed class Reporter(Action<FineTuningProgress> report) : IProgress<FineTuningProgress>
{
    public void Report(FineTuningProgress value) => report(value);
}
