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
    private readonly CallerGate _gate;

    public EmbeddingSession(OnnxModel model, TextEmbedderOptions options, ILogger logger)
    {
        _gate = new CallerGate(typeof(TextEmbedder), Free);
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
        _gate.Enter();
        return _idle.TryTake(out var workspace)
            ? workspace
            : new Workspace(new BatchPlanner(_tokenBudget, _maximumBatchSize), _layout.HasTokenTypes, Dimensions);
    }

    /// <summary>Gives a workspace back.</summary>
    public void Leave(Workspace workspace)
    {
        _idle.Add(workspace);
        _gate.Leave();
    }

    /// <summary>The length that a batch is padded to.</summary>
    public int PaddedLength(int longest, int maximum) =>
        Math.Min((longest + _lengthMultiple - 1) / _lengthMultiple * _lengthMultiple, Math.Max(longest, maximum));

    /// <summary>Runs what stands in the workspace's buffers.</summary>
    /// <param name="workspace">The workspace that the tensors look at.</param>
    /// <param name="tensors">The batch.</param>
    /// <param name="adapter">What is handed over beside the tokens; null for the graph as it is.</param>
    public void Run(Workspace workspace, RowTensors tensors, AdapterInputs? adapter)
    {
        var names = adapter?.InputNames ?? _layout.InputNames;
        var values = adapter is null ? tensors.Inputs : workspace.Join(tensors, adapter);
        _session.Run(_runOptions, names, values, _layout.OutputNames, tensors.Outputs);
    }

    public void Dispose() => _gate.Dispose();

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
