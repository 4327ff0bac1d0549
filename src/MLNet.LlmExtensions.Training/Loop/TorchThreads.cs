using TorchSharp;

namespace MLNet.LlmExtensions.Training.Loop;

/// <summary>Gives libtorch its threads for the time of a training, and afterwards the number it had before.</summary>
internal sealed class TorchThreads : IDisposable
{
    private readonly int _before;

    /// <param name="count">The threads; <see langword="null"/> for one each processor. libtorch's own default may be a single one.</param>
    public TorchThreads(int? count)
    {
        _before = torch.get_num_threads();
        torch.set_num_threads(count ?? Environment.ProcessorCount);
    }

    public void Dispose() => torch.set_num_threads(_before);
}
