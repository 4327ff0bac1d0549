using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;
using MLNet.LlmExtensions.Inference.Batching;
using MLNet.LlmExtensions.Inference.Devices;
using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Inference.Sessions;

/// <summary>
/// A loaded model and the workspaces of its callers. Thread-safe. The native session is freed when it has been disposed and
/// its last caller has left.
/// </summary>
internal sealed class EmbeddingSession : IDisposable
{
    private const int CpuTokenBudget = 1024;
    private const int CudaTokenBudget = 16384;

    // On CUDA every new shape makes the memory arena grow, so lengths are rounded up to a multiple of this.
    private const int CudaLengthMultiple = 16;

    private readonly InferenceSession _session;
    private readonly SessionLayout _layout;
    private readonly RunOptions _runOptions = new();
    private readonly ConcurrentBag<Workspace> _idle = [];
    private readonly int _tokenBudget;
    private readonly int _maximumBatchSize;
    private readonly int _lengthMultiple;
    private readonly Lock _lock = new();
    private int _callers;
    private bool _disposed;

    public EmbeddingSession(OnnxModel model, TextEmbedderOptions options, ILogger logger)
    {
        _layout = new SessionLayout(model);
        var dimensions = 0;
        (_session, Device) = SessionFactory.Create(model, options, session => dimensions = _layout.Probe(session), logger);
        Dimensions = dimensions;
        var onCuda = Device.Kind == DeviceKind.Cuda;
        _tokenBudget = options.TokenBudget ?? (onCuda ? CudaTokenBudget : CpuTokenBudget);
        _maximumBatchSize = options.MaximumBatchSize;
        _lengthMultiple = onCuda ? CudaLengthMultiple : 1;
    }

    public DeviceChoice Device { get; }

    public int Dimensions { get; }

    /// <summary>Takes a workspace. Give it back with <see cref="Leave"/>.</summary>
    /// <exception cref="ObjectDisposedException">The session has been disposed.</exception>
    public Workspace Enter()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(TextEmbedder));
            _callers++;
        }

        return _idle.TryTake(out var workspace)
            ? workspace
            : new Workspace(new BatchPlanner(_tokenBudget, _maximumBatchSize), _layout.HasTokenTypes, Dimensions);
    }

    /// <summary>Gives a workspace back.</summary>
    public void Leave(Workspace workspace)
    {
        _idle.Add(workspace);
        bool last;
        lock (_lock)
        {
            last = --_callers == 0 && _disposed;
        }

        if (last)
        {
            Free();
        }
    }

    /// <summary>The length that a batch is padded to.</summary>
    public int PaddedLength(int longest, int maximum) =>
        Math.Min((longest + _lengthMultiple - 1) / _lengthMultiple * _lengthMultiple, Math.Max(longest, maximum));

    /// <summary>Runs what stands in the workspace's buffers.</summary>
    public void Run(RowTensors tensors) =>
        _session.Run(_runOptions, _layout.InputNames, tensors.Inputs, _layout.OutputNames, tensors.Outputs);

    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            if (_callers > 0)
            {
                return;
            }
        }

        Free();
    }

    private void Free()
    {
        while (_idle.TryTake(out var workspace))
        {
            workspace.Dispose();
        }

        _runOptions.Dispose();
        _session.Dispose();
    }
}
