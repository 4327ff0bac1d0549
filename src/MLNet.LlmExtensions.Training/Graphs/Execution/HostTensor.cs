using TorchSharp;
using static TorchSharp.torch;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Training.Graphs.Execution;

/// <summary>
/// A small tensor in managed memory: shapes, axes, positions, single numbers. Arithmetic on them costs nothing here, and
/// would cost a native call and, on a graphics card, a wait for the device there.
/// </summary>
/// <remarks>Immutable but for the native copy that it makes when asked, which disposing releases.</remarks>
internal sealed class HostTensor : IDisposable
{
    private readonly long[]? _integers;
    private readonly double[]? _reals;
    private Tensor? _tensor;
    private Scalar? _scalar;

    /// <summary>Integers of any width, or truth values as 0 and 1.</summary>
    public HostTensor(DataType type, long[] shape, long[] integers)
    {
        (Type, Shape, _integers) = (type, shape, integers);
    }

    /// <summary>Floating-point numbers of any width.</summary>
    public HostTensor(DataType type, long[] shape, double[] reals)
    {
        (Type, Shape, _reals) = (type, shape, reals);
        if (type != DataType.Double)
        {
            for (var i = 0; i < reals.Length; i++)
                reals[i] = (float)reals[i];
        }
    }

    public DataType Type { get; }

    /// <summary>The dimensions; not to be changed.</summary>
    public long[] Shape { get; }

    public int Rank => Shape.Length;

    public int Count => _integers?.Length ?? _reals!.Length;

    public bool IsReal => _reals is not null;

    public long Integer(int index) => _integers is not null ? _integers[index] : (long)_reals![index];

    public double Real(int index) => _reals is not null ? _reals[index] : _integers![index];

    /// <summary>All elements as integers; not to be changed.</summary>
    public long[] Integers() => _integers ?? Array.ConvertAll(_reals!, value => (long)value);

    /// <summary>A vector of 64-bit integers.</summary>
    public static HostTensor Vector(params long[] values) => new(DataType.Int64, [values.Length], values);

    /// <summary>The same elements in another shape of the same size.</summary>
    public HostTensor Reshape(long[] shape) =>
        _integers is not null ? new HostTensor(Type, shape, _integers) : new HostTensor(Type, shape, _reals!);

    /// <summary>Elements in a new order or with repetitions.</summary>
    /// <param name="shape">The result's shape.</param>
    /// <param name="source">For each element of the result, the element here.</param>
    public HostTensor Pick(long[] shape, int[] source) =>
        _integers is { } integers
            ? new HostTensor(Type, shape, Array.ConvertAll(source, index => integers[index]))
            : new HostTensor(Type, shape, Array.ConvertAll(source, index => _reals![index]));

    /// <summary>The native form of a tensor with one element, for operators that take a number. Owned by this object.</summary>
    public Scalar ToScalar() => _scalar ??= _reals is not null ? _reals[0].ToScalar() : _integers![0].ToScalar();

    /// <summary>The native form, made once. Owned by this object.</summary>
    public Tensor ToTensor(Device device)
    {
        if (_tensor is not null)
            return _tensor;
        using var scope = NewDisposeScope();
        var type = ElementTypes.Of(Type);
        Tensor result;
        if (_integers is not null)
        {
            result = tensor(_integers, Shape, ScalarType.Int64);
        }
        else
        {
            result = tensor(_reals!, Shape, ScalarType.Float64);
        }

        if (result.dtype != type)
            result = result.to_type(type);
        if (device.type != DeviceType.CPU)
            result = result.to(device);
        return _tensor = result.DetachFromDisposeScope();
    }

    public void Dispose()
    {
        _tensor?.Dispose();
        _scalar?.Dispose();
        (_tensor, _scalar) = (null, null);
    }
}
