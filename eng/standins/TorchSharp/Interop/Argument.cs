using System.Text;

namespace TorchSharp.Interop;

/// <summary>An argument of an operator. The conversions say what an operator can take.</summary>
internal readonly struct Argument
{
    private readonly NativeValueKind _kind;
    private readonly long _bits;
    private readonly object _reference;

    private Argument(NativeValueKind kind, long bits, object reference = null)
    {
        _kind = kind;
        _bits = bits;
        _reference = reference;
    }

    /// <summary>An optional argument that is absent.</summary>
    public static Argument None => default;

    /// <summary>The default of the operator's own schema.</summary>
    public static Argument Default => new(NativeValueKind.Default, 0);

    /// <summary>How many 64-bit words <see cref="Write"/> needs beside the value itself.</summary>
    public int Words => _reference switch
    {
        long[] numbers => numbers.Length,
        torch.Tensor[] tensors => tensors.Length,
        byte[] text => (text.Length + sizeof(long) - 1) / sizeof(long),
        _ => 0,
    };

    /// <summary>What keeps native memory alive and must do so during the call.</summary>
    public object Reference => _reference;

    public static Argument Optional(torch.Tensor tensor) => tensor is null ? None : tensor;

    public static Argument Optional(Scalar scalar) => scalar is null ? None : scalar;

    public static Argument Optional(torch.Generator generator) =>
        generator is null ? None : new(NativeValueKind.Generator, generator.Handle, generator);

    public static Argument OptionalTensors(torch.Tensor[] tensors) => new(NativeValueKind.OptionalTensorList, 0, tensors);

    public static implicit operator Argument(torch.Tensor tensor) => new(NativeValueKind.Tensor, tensor.Handle, tensor);

    public static implicit operator Argument(torch.Tensor[] tensors) => new(NativeValueKind.TensorList, 0, tensors);

    public static implicit operator Argument(Scalar scalar) => scalar.ToArgument();

    public static implicit operator Argument(long value) => new(NativeValueKind.Int, value);

    public static implicit operator Argument(int value) => new(NativeValueKind.Int, value);

    public static implicit operator Argument(double value) => new(NativeValueKind.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Argument(float value) => (double)value;

    public static implicit operator Argument(bool value) => new(NativeValueKind.Bool, value ? 1 : 0);

    public static implicit operator Argument(long? value) => value is { } number ? number : None;

    public static implicit operator Argument(double? value) => value is { } number ? number : None;

    public static implicit operator Argument(torch.ScalarType type) => (long)type;

    public static implicit operator Argument(torch.ScalarType? type) => type is { } value ? value : None;

    public static implicit operator Argument(torch.nn.Reduction reduction) => (long)reduction;

    public static implicit operator Argument(torch.Device device) =>
        device is null ? None : new(NativeValueKind.Device, device.Bits, device);

    public static implicit operator Argument(long[] numbers) => new(NativeValueKind.IntList, 0, numbers);

    public static implicit operator Argument(ReadOnlySpan<long> numbers) => numbers.ToArray();

    public static implicit operator Argument(string text) => new(NativeValueKind.Text, 0, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes the value; what it points to goes to the beginning of <paramref name="words"/>, which must not move.</summary>
    public unsafe void Write(ref NativeValue value, Span<long> words)
    {
        value.Kind = _kind;
        value.Bits = _bits;
        switch (_reference)
        {
            case long[] numbers:
                numbers.CopyTo(words);
                value.Count = numbers.Length;
                break;
            case torch.Tensor[] tensors:
                for (int i = 0; i < tensors.Length; i++)
                    words[i] = tensors[i] is null && _kind == NativeValueKind.OptionalTensorList ? 0 : tensors[i].Handle;

                value.Count = tensors.Length;
                break;
            case byte[] text:
                text.CopyTo(System.Runtime.InteropServices.MemoryMarshal.AsBytes(words));
                value.Count = text.Length;
                break;
            default:
                value.Count = 0;
                return;
        }

        fixed (long* pointer = words)
            value.Bits = (long)pointer;
    }

    /// <summary>Keeps alive what the native side was given, up to here.</summary>
    public void KeepAlive()
    {
        GC.KeepAlive(_reference);
        if (_reference is torch.Tensor[] tensors)
        {
            foreach (torch.Tensor tensor in tensors)
                GC.KeepAlive(tensor);
        }
    }
}
