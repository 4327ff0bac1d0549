namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Training;

/// <summary>Calls on the reporting thread, unlike <see cref="Progress{T}"/>.</summary>
internal sealed class SynchronousProgress<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
