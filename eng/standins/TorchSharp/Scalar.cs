using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>A number that an operator takes beside its tensors: a whole number, a floating-point number or a truth value.</summary>
public sealed class Scalar : IDisposable
{
    private readonly Argument _value;
    private readonly torch.ScalarType _type;
    private bool _isDisposed;

    internal Scalar(long value)
    {
        _value = value;
        Whole = value;
        Number = value;
        _type = torch.ScalarType.Int64;
    }

    internal Scalar(double value)
    {
        _value = value;
        Whole = (long)value;
        Number = value;
        _type = torch.ScalarType.Float64;
    }

    internal Scalar(bool value)
    {
        _value = value;
        Whole = value ? 1 : 0;
        Number = Whole;
        _type = torch.ScalarType.Bool;
    }

    /// <summary>As libtorch has it: whole numbers are Int64, floating-point numbers Float64.</summary>
    public torch.ScalarType Type => _isDisposed ? throw Disposed() : _type;

    internal long Whole { get; }

    internal double Number { get; }

    public static implicit operator Scalar(byte value) => new((long)value);

    public static implicit operator Scalar(sbyte value) => new((long)value);

    public static implicit operator Scalar(short value) => new((long)value);

    public static implicit operator Scalar(int value) => new((long)value);

    public static implicit operator Scalar(long value) => new(value);

    public static implicit operator Scalar(Half value) => new((double)value);

    public static implicit operator Scalar(float value) => new((double)value);

    public static implicit operator Scalar(double value) => new(value);

    public static implicit operator Scalar(bool value) => new(value);

    public void Dispose() => _isDisposed = true;

    internal Argument ToArgument() => _isDisposed ? throw Disposed() : _value;

    private static InvalidOperationException Disposed() => new("Scalar invalid -- empty handle.");
}
