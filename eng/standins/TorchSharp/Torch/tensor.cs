using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Runtime.CompilerServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor over the array's own memory, which stays pinned as long as the tensor lives.</summary>
    public static Tensor from_array(Array rawArray, Device device = null) => from_array(rawArray, TypeOf(rawArray), device ?? CPU);

    /// <summary>The same; a copy where another type or device is wanted.</summary>
    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device device = null, bool requires_grad = false, string[] names = null)
    {
        RefuseNames(names);
        long[] sizes = [.. Enumerable.Range(0, rawArray.Rank).Select(i => rawArray.GetLongLength(i))];
        return Placed(OverMemory(rawArray, 0, sizes), dtype, device, requires_grad);
    }

    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device device = null) => from_array(data, dtype, device, false);

    /// <summary>A vector over a part of the array's own memory.</summary>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        if (offset < 0 || offset >= rawArray.LongLength)
            throw new ArgumentException($"invalid value for 'offset': {offset}");

        long length = count < 0 ? rawArray.LongLength - offset : count;
        if (length > rawArray.LongLength - offset)
            throw new IndexOutOfRangeException($"element count is too large: {count}");

        return Placed(OverMemory(rawArray, offset, [length]), dtype, CPU, requires_grad);
    }

    // The memory of an array cannot be seen by type here, so its elements are copied as bytes.
    private static Tensor OfArray(Array array, ScalarType source, ScalarType? type, Device device, bool requiresGrad, string[] names)
    {
        RefuseNames(names);
        long[] sizes = [.. Enumerable.Range(0, array.Rank).Select(i => array.GetLongLength(i))];
        using DisposeScope scope = NewDisposeScope();
        Tensor copy = empty(sizes, source, CPU);
        CopyBytes(MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(array), (int)(copy.numel() * copy.element_size())), copy);
        return scope.MoveToOuter(Placed(copy, type, device, requiresGrad));
    }

    private static Tensor Of<T>(
        ReadOnlySpan<T> values, ReadOnlySpan<long> sizes, ScalarType source, ScalarType? type, Device device, bool requiresGrad, string[] names)
        where T : unmanaged
    {
        RefuseNames(names);
        long expected = 1;
        foreach (long size in sizes)
            expected *= size;

        if (expected > values.Length)
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {expected} vs. {values.Length}");

        using DisposeScope scope = NewDisposeScope();
        Tensor copy = empty(sizes, source, CPU);
        CopyBytes(MemoryMarshal.AsBytes(values[..(int)expected]), copy);
        return scope.MoveToOuter(Placed(copy, type, device, requiresGrad));
    }

    private static Tensor OfScalar(Scalar value, ScalarType source, ScalarType? type, Device device, bool requiresGrad) =>
        full(ReadOnlySpan<long>.Empty, value, type ?? source, device, requiresGrad);

    private static unsafe void CopyBytes(ReadOnlySpan<byte> bytes, Tensor target)
    {
        bytes.CopyTo(new Span<byte>((void*)target.DataPointer(), bytes.Length));
        GC.KeepAlive(target);
    }

    private static unsafe Tensor OverMemory(Array array, long offset, long[] sizes)
    {
        ScalarType type = TypeOf(array);
        var pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        byte* data = (byte*)pin.AddrOfPinnedObject() + offset * Marshal.SizeOf(array.GetType().GetElementType());
        fixed (long* pointer = sizes)
        {
            IntPtr handle = NativeMethods.ts_from_memory(data, pointer, sizes.Length, (int)type, GCHandle.ToIntPtr(pin), &Release);
            if (handle == IntPtr.Zero)
            {
                pin.Free();
                throw NativeMethods.Error();
            }

            return new Tensor(handle);
        }
    }

    [UnmanagedCallersOnly]
    private static void Release(IntPtr pin) => GCHandle.FromIntPtr(pin).Free();

    private static Tensor Placed(Tensor tensor, ScalarType? type, Device device, bool requiresGrad)
    {
        device = InitializeDevice(device);
        ScalarType wanted = type ?? tensor.dtype;
        Tensor placed = wanted == tensor.dtype && device.type == DeviceType.CPU ? tensor : tensor.to(wanted, device, disposeAfter: true);
        return Finished(placed, requiresGrad);
    }

    private static ScalarType TypeOf(Array array) => Type.GetTypeCode(array.GetType().GetElementType()) switch
    {
        TypeCode.Byte => ScalarType.Byte,
        TypeCode.SByte => ScalarType.Int8,
        TypeCode.Int16 => ScalarType.Int16,
        TypeCode.Int32 => ScalarType.Int32,
        TypeCode.Int64 => ScalarType.Int64,
        TypeCode.Single => ScalarType.Float32,
        TypeCode.Double => ScalarType.Float64,
        TypeCode.Boolean => ScalarType.Bool,
        _ when array.GetType().GetElementType() == typeof(Half) => ScalarType.Float16,
        _ => throw new NotSupportedException($"Arrays of {array.GetType().GetElementType()} are not tensors."),
    };
}
