using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    private static readonly Operator s_zeros = new("zeros");
    private static readonly Operator s_ones = new("ones");
    private static readonly Operator s_empty = new("empty", "memory_format");
    private static readonly Operator s_full = new("full");
    private static readonly Operator s_arange = new("arange", "start_step");
    private static readonly Operator s_linspace = new("linspace");
    private static readonly Operator s_eye = new("eye", "m");
    private static readonly Operator s_rand = new("rand", "generator");
    private static readonly Operator s_randn = new("randn", "generator");
    private static readonly Operator s_randint = new("randint", "low_generator");
    private static readonly Operator s_randperm = new("randperm", "generator");

    private static ScalarType s_defaultType = ScalarType.Float32;

    public static ScalarType get_default_dtype() => s_defaultType;

    public static void set_default_dtype(ScalarType dtype)
    {
        if (!is_floating_point(dtype))
            throw new ArgumentException("only floating-point types are supported as the default type");

        s_defaultType = dtype;
    }

    public static Tensor arange(
        Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device device = null, bool requires_grad = false)
    {
        bool isWhole = is_integral(start.Type) && is_integral(stop.Type) && is_integral(step.Type);
        ScalarType type = dtype ?? (isWhole ? ScalarType.Int64 : get_default_dtype());
        return Finished(s_arange.Call(start, stop, step, type, Argument.None, InitializeDevice(device)), requires_grad);
    }

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor linspace(
        double start, double end, long steps, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        Finished(s_linspace.Call((Scalar)start, (Scalar)end, steps, dtype ?? get_default_dtype(), Argument.None, InitializeDevice(device)), requires_grad);

    public static Tensor eye(
        long rows, long columns = -1, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null)
    {
        RefuseNames(names);
        long width = columns == -1 ? rows : columns;
        return Finished(s_eye.Call(rows, width, dtype ?? get_default_dtype(), Argument.None, InitializeDevice(device)), requires_grad);
    }

    public static Tensor randint(
        long low, long high, long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        Generator generator = null, string[] names = null)
    {
        RefuseNames(names);
        Argument source = Argument.Optional(generator);
        return Finished(
            s_randint.Call(low, high, size, source, dtype ?? ScalarType.Int64, Argument.None, InitializeDevice(device)), requires_grad);
    }

    public static Tensor randint(
        long high, long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        Generator generator = null, string[] names = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator, names);

    public static Tensor randperm(
        long n, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null) =>
        Finished(
            s_randperm.Call(n, Argument.Optional(generator), dtype ?? ScalarType.Int64, Argument.None, InitializeDevice(device)), requires_grad);

    public static Tensor zeros_like(
        Tensor input, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        input.zeros_like(dtype, device, requires_grad);

    public static Tensor ones_like(
        Tensor input, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        input.ones_like(dtype, device, requires_grad);

    public static Tensor empty_like(
        Tensor input, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        input.empty_like(dtype, device, requires_grad);

    public static Tensor full_like(
        Tensor input, Scalar value, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        input.full_like(value, dtype, device, requires_grad);

    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        input.rand_like(dtype, device, requires_grad);

    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        input.randn_like(dtype, device, requires_grad);

    internal static Tensor Finished(Tensor tensor, bool requiresGrad) => requiresGrad ? tensor.requires_grad_() : tensor;

    private static Tensor Filled(Operator fill, ReadOnlySpan<long> size, ScalarType? type, Device device, bool requiresGrad, string[] names)
    {
        RefuseNames(names);
        return Finished(fill.Call(size, type ?? get_default_dtype(), Argument.None, InitializeDevice(device)), requiresGrad);
    }

    private static Tensor Full(ReadOnlySpan<long> size, Scalar value, ScalarType? type, Device device, bool requiresGrad, string[] names)
    {
        RefuseNames(names);
        ScalarType wanted = type ?? (is_integral(value.Type) ? ScalarType.Int64 : get_default_dtype());
        return Finished(s_full.Call(size, value, wanted, Argument.None, InitializeDevice(device)), requiresGrad);
    }

    private static Tensor Random(
        Operator source, ReadOnlySpan<long> size, ScalarType? type, Device device, bool requiresGrad, Generator generator, string[] names)
    {
        RefuseNames(names);
        Argument numbers = Argument.Optional(generator);
        return Finished(source.Call(size, numbers, type ?? get_default_dtype(), Argument.None, InitializeDevice(device)), requiresGrad);
    }

    // Names of dimensions are the one part of these methods that the project does not use.
    private static void RefuseNames(string[] names)
    {
        if (names is { Length: > 0 })
            throw new NotSupportedException("The stand-in for TorchSharp has no names of dimensions.");
    }
}
