using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs.Execution;

/// <summary>The inputs and outputs of the instruction that runs. One object serves all instructions of a run.</summary>
internal sealed class Call(object?[] slots, Device device, Generator random)
{
    private Instruction _instruction = null!;

    /// <summary>Where tensors live.</summary>
    public Device Device => device;

    /// <summary>Where random numbers come from.</summary>
    public Generator Random => random;

    /// <summary>Whether dropout applies.</summary>
    public bool IsTraining { get; set; }

    public int InputCount => _instruction.Inputs.Length;

    public int OutputCount => _instruction.Outputs.Length;

    public void Begin(Instruction instruction) => _instruction = instruction;

    public bool Has(int index) => index < _instruction.Inputs.Length && _instruction.Inputs[index] >= 0;

    public bool IsWanted(int output) => output < _instruction.Outputs.Length && _instruction.Outputs[output] >= 0;

    /// <summary>An input as a native tensor, which the run owns.</summary>
    public Tensor Tensor(int index) => Value(index) switch
    {
        Tensor tensor => tensor,
        HostTensor host => host.ToTensor(device),
        var other => throw new InvalidDataException($"The input {index} of {_instruction.Node} is {(other is null ? "missing" : "a quantised weight")}."),
    };

    public Tensor? OptionalTensor(int index) => Has(index) ? Tensor(index) : null;

    /// <summary>An input that is in managed memory, or null when it is a native tensor.</summary>
    public HostTensor? Host(int index) => Value(index) as HostTensor;

    /// <summary>Whether every input that is there is in managed memory.</summary>
    public bool IsAllHost()
    {
        foreach (var slot in _instruction.Inputs)
        {
            if (slot >= 0 && slots[slot] is not HostTensor)
                return false;
        }

        return true;
    }

    /// <summary>An input that is a weight: a tensor, or a quantised one.</summary>
    public object Weight(int index) => Value(index) ?? throw new InvalidDataException($"{_instruction.Node} has no input {index}.");

    /// <summary>The dimensions of an input, wherever it is.</summary>
    public long[] ShapeOf(int index) => Host(index)?.Shape ?? Tensor(index).shape;

    /// <summary>The elements of an integer input: axes, a shape. Native ones are brought over, which waits for the device.</summary>
    public long[] Integers(int index)
    {
        if (Host(index) is { } host)
            return host.Integers();
        using var scope = NewDisposeScope();
        var values = Tensor(index).to_type(ScalarType.Int64).cpu().contiguous();
        return values.data<long>().ToArray();
    }

    /// <summary>An input with one element.</summary>
    public double Number(int index)
    {
        if (Host(index) is { Count: 1 } host)
            return host.Real(0);
        using var scope = NewDisposeScope();
        return Tensor(index).to_type(ScalarType.Float64).cpu().item<double>();
    }

    public void Return(Tensor value) => Return(0, value);

    public void Return(HostTensor value) => Return(0, value);

    public void Return(int output, Tensor value)
    {
        if (IsWanted(output))
            slots[_instruction.Outputs[output]] = value;
        else
            value.Dispose();
    }

    public void Return(int output, HostTensor value)
    {
        if (IsWanted(output))
            slots[_instruction.Outputs[output]] = value;
    }

    private object? Value(int index) => Has(index) ? slots[_instruction.Inputs[index]] : null;
}
