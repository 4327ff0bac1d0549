using System.Runtime.InteropServices;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Training.Tests.Runs;

public sealed class DeviceMemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB.\nException raised from malloc", true, true)]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB.\nException raised from malloc", false, true)]
    [InlineData("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`", true, true)]
    [InlineData("[enforce fail at alloc_cpu.cpp:73] . DefaultCPUAllocator: not enough memory: you tried to allocate 8589934592 bytes.", false, true)]
    [InlineData("The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1", false, false)]
    public void A_device_without_memory_is_told_with_what_would_help(string message, bool isInNode, bool isMemory)
    {
        // Of a node of the graph the exception is inside another that names the node.
        Exception failure = new TorchFailure(message);
        failure = isInNode ? new InvalidOperationException("node 'MatMul_3' could not be computed", failure) : failure;
        var options = new FineTuningOptions { Progress = new Failing(failure), Device = DevicePreference.Cpu, Threads = 1, MaximumSteps = 1 };
        var trainer = new TextClassifierTrainer(LanguageModel.FromPretrained(TinyBert.Create(_folder.Path)), options);

        var exception = Record.Exception(() => trainer.Train([new("small effusion", 0), new("no effusion", 1)], [], ["yes", "no"]));

        if (!isMemory)
        {
            Assert.Same(failure, exception);
            return;
        }

        Assert.IsType<InsufficientMemoryException>(exception);
        Assert.All(["MaximumBatchSize", message.Split('\n')[0]], part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', exception.Message);
    }

    /// <summary>Stands for a device that fails after the first step.</summary>
    private sealed class Failing(Exception exception) : IProgress<FineTuningProgress>
    {
        public void Report(FineTuningProgress value) => throw exception;
    }

    private sealed class TorchFailure(string message) : ExternalException(message);
}
