using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs.Execution;

/// <summary>A compiled graph: instructions over slots, and the constants and parameters that fill some of them for good.</summary>
/// <remarks>Not thread-safe: a run uses the program's own slots. Disposing releases constants and parameters.</remarks>
internal sealed class GraphProgram : IDisposable
{
    private readonly Instruction[] _instructions;
    private readonly object?[] _slots;
    private readonly int _permanentSlots;
    private readonly int[][] _releases;
    private readonly bool[] _crosses;
    private readonly Generator _random;
    private readonly Call _call;
    private readonly string _source;
    private bool _isDisposed;

    /// <param name="source">What messages call the graph.</param>
    /// <param name="instructions">In the order in which they run.</param>
    /// <param name="permanent">Constants and parameters: the first slots.</param>
    /// <param name="slotCount">Number of slots.</param>
    /// <param name="inputs">The slots of the inputs.</param>
    /// <param name="outputs">The slots of the outputs.</param>
    /// <param name="device">Where to run.</param>
    public GraphProgram(
        string source,
        Instruction[] instructions,
        IReadOnlyList<object> permanent,
        int slotCount,
        IReadOnlyDictionary<string, int> inputs,
        IReadOnlyDictionary<string, int> outputs,
        Device device)
    {
        _source = source;
        _instructions = instructions;
        _slots = new object?[slotCount];
        _permanentSlots = permanent.Count;
        for (var i = 0; i < permanent.Count; i++)
            _slots[i] = permanent[i];
        Inputs = inputs;
        Outputs = outputs;
        Device = device;
        _random = new Generator(0, device);
        _call = new Call(_slots, device, _random);
        var lifetimes = new Lifetimes(instructions, slotCount, permanent.Count, outputs.Values);
        Segments = Segmentation.Find(instructions, lifetimes);
        _releases = lifetimes.Releases();
        _crosses = Segmentation.Crossing(Segments, lifetimes);
    }

    public Device Device { get; }

    /// <summary>The graph's inputs and their slots.</summary>
    public IReadOnlyDictionary<string, int> Inputs { get; }

    /// <summary>The graph's outputs and their slots.</summary>
    public IReadOnlyDictionary<string, int> Outputs { get; }

    /// <summary>Pieces, about one for each layer, between which one value that depends on parameters is alive at most.</summary>
    public IReadOnlyList<Segment> Segments { get; }

    public IReadOnlyList<Instruction> Instructions => _instructions;

    /// <summary>Decides which random numbers follow.</summary>
    public void Seed(long seed) => _random.manual_seed(seed);

    /// <summary>Puts an input, which the program then owns.</summary>
    public void SetInput(string name, Tensor value) => _slots[Inputs[name]] = value;

    /// <summary>The value of a slot; native.</summary>
    public Tensor TensorOf(int slot) => _slots[slot] switch
    {
        Tensor tensor => tensor,
        HostTensor host => host.ToTensor(Device),
        _ => throw new InvalidOperationException("The slot is empty."),
    };

    /// <summary>Takes a value out of the program; the caller owns it.</summary>
    public Tensor Take(int slot)
    {
        // Weights stay: another name for the same memory goes out.
        if (slot < _permanentSlots)
            return TensorOf(slot).alias();
        var value = TensorOf(slot);
        if (_slots[slot] is HostTensor host)
        {
            value = value.alias();
            host.Dispose();
        }

        _slots[slot] = null;
        return value;
    }

    /// <summary>Puts another tensor into a slot, which the program then owns.</summary>
    public void Replace(int slot, Tensor value)
    {
        Release(slot);
        _slots[slot] = value;
    }

    /// <summary>Runs some of the instructions, releasing each value after its last use.</summary>
    /// <param name="start">The first.</param>
    /// <param name="end">The one after the last.</param>
    /// <param name="isTraining">Whether dropout applies.</param>
    /// <param name="isRepeated">Whether they have run before in this pass: what is still there is not computed again.</param>
    /// <param name="keepForRepetition">Whether values that other segments read as well are to stay.</param>
    public void Run(int start, int end, bool isTraining, bool isRepeated, bool keepForRepetition)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _call.IsTraining = isTraining;
        for (var i = start; i < end; i++)
        {
            var instruction = _instructions[i];
            if (!isRepeated || instruction.DependsOnParameters || IsGone(instruction))
            {
                if (isRepeated)
                    ReleaseOutputs(instruction);
                KernelRunner.Run(instruction, _call, _source);
            }

            foreach (var slot in _releases[i])
            {
                if (!keepForRepetition || !_crosses[slot])
                    Release(slot);
            }
        }
    }

    /// <summary>Releases everything but constants and parameters.</summary>
    public void Clear()
    {
        for (var slot = _permanentSlots; slot < _slots.Length; slot++)
            Release(slot);
    }

    /// <summary>Releases a value.</summary>
    public void Release(int slot)
    {
        if (slot < _permanentSlots)
            return;
        (_slots[slot] as IDisposable)?.Dispose();
        _slots[slot] = null;
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        Clear();
        for (var slot = 0; slot < _permanentSlots; slot++)
            (_slots[slot] as IDisposable)?.Dispose();
        _random.Dispose();
        _isDisposed = true;
    }

    private void ReleaseOutputs(Instruction instruction)
    {
        foreach (var slot in instruction.Outputs)
        {
            if (slot >= 0)
                Release(slot);
        }
    }

    private bool IsGone(Instruction instruction)
    {
        foreach (var slot in instruction.Outputs)
        {
            if (slot >= 0 && _slots[slot] is null)
                return true;
        }

        return false;
    }
}
