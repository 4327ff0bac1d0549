using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>The shim's functions (native/*.cpp says what they do).</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "TorchSharpStandIn";

    /// <summary>The exception for what the shim's last call on this thread left as its message.</summary>
    public static ExternalException Error() => new(Marshal.PtrToStringUTF8(ts_last_error()));

    public static void Check(int result)
    {
        if (result < 0)
            throw Error();
    }

    public static IntPtr Check(IntPtr handle) => handle != IntPtr.Zero ? handle : throw Error();

    [LibraryImport(Library)]
    public static partial IntPtr ts_last_error();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial IntPtr ts_operator(string name, string overload);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ts_has_operator(string name, string overload);

    [LibraryImport(Library)]
    public static partial int ts_call(IntPtr op, NativeValue* arguments, int count, NativeValue* results, int capacity);

    [LibraryImport(Library)]
    public static partial void ts_rest(int skip, NativeValue* results);

    [LibraryImport(Library)]
    public static partial void ts_dispose(IntPtr tensor);

    [LibraryImport(Library)]
    public static partial long ts_dimensions(IntPtr tensor);

    [LibraryImport(Library)]
    public static partial long ts_elements(IntPtr tensor);

    [LibraryImport(Library)]
    public static partial int ts_type(IntPtr tensor);

    [LibraryImport(Library)]
    public static partial long ts_element_size(IntPtr tensor);

    [LibraryImport(Library)]
    public static partial void ts_sizes(IntPtr tensor, long* sizes);

    [LibraryImport(Library)]
    public static partial int ts_strides(IntPtr tensor, long* strides);

    [LibraryImport(Library)]
    public static partial long ts_storage_offset(IntPtr tensor);

    [LibraryImport(Library)]
    public static partial long ts_device(IntPtr tensor);

    [LibraryImport(Library)]
    public static partial int ts_is_contiguous(IntPtr tensor);

    [LibraryImport(Library)]
    public static partial int ts_is_sparse(IntPtr tensor);

    [LibraryImport(Library)]
    public static partial IntPtr ts_data(IntPtr tensor);

    [LibraryImport(Library)]
    public static partial IntPtr ts_from_memory(
        void* data, long* sizes, int dimensions, int type, IntPtr context, delegate* unmanaged<IntPtr, void> release);

    [LibraryImport(Library)]
    public static partial int ts_requires_grad(IntPtr tensor);

    [LibraryImport(Library)]
    public static partial int ts_set_requires_grad(IntPtr tensor, int value);

    [LibraryImport(Library)]
    public static partial int ts_is_leaf(IntPtr tensor);

    [LibraryImport(Library)]
    public static partial int ts_retain_grad(IntPtr tensor);

    [LibraryImport(Library)]
    public static partial IntPtr ts_grad(IntPtr tensor);

    [LibraryImport(Library)]
    public static partial int ts_set_grad(IntPtr tensor, IntPtr gradient);

    [LibraryImport(Library)]
    public static partial int ts_backward(
        IntPtr* tensors, int count, IntPtr* gradients, int gradientCount, int retainGraph, int createGraph, IntPtr* inputs, int inputCount);

    [LibraryImport(Library)]
    public static partial int ts_gradients(
        IntPtr* outputs, int count, IntPtr* inputs, int inputCount, IntPtr* gradients, int gradientCount,
        int retainGraph, int createGraph, int allowUnused, IntPtr* results);

    [LibraryImport(Library)]
    public static partial int ts_grad_mode();

    [LibraryImport(Library)]
    public static partial void ts_set_grad_mode(int enabled);

    [LibraryImport(Library)]
    public static partial int ts_inference_mode();

    [LibraryImport(Library)]
    public static partial IntPtr ts_enter_inference_mode(int enabled);

    [LibraryImport(Library)]
    public static partial void ts_leave_inference_mode(IntPtr guard);

    [LibraryImport(Library)]
    public static partial void ts_set_threads(int count);

    [LibraryImport(Library)]
    public static partial int ts_threads();

    [LibraryImport(Library)]
    public static partial int ts_set_interop_threads(int count);

    [LibraryImport(Library)]
    public static partial int ts_interop_threads();

    [LibraryImport(Library)]
    public static partial int ts_cuda_is_available();

    [LibraryImport(Library)]
    public static partial int ts_cudnn_is_available();

    [LibraryImport(Library)]
    public static partial int ts_cuda_count();

    [LibraryImport(Library)]
    public static partial int ts_cuda_seed(long seed, int all);

    [LibraryImport(Library)]
    public static partial int ts_cuda_synchronize(long index);

    [LibraryImport(Library)]
    public static partial int ts_seed(long seed);

    [LibraryImport(Library)]
    public static partial IntPtr ts_default_generator();

    [LibraryImport(Library)]
    public static partial IntPtr ts_new_generator(long seed, long device);

    [LibraryImport(Library)]
    public static partial void ts_dispose_generator(IntPtr generator);

    [LibraryImport(Library)]
    public static partial int ts_generator_seed(IntPtr generator, long seed);

    [LibraryImport(Library)]
    public static partial long ts_generator_initial_seed(IntPtr generator);

    [LibraryImport(Library)]
    public static partial IntPtr ts_generator_state(IntPtr generator);

    [LibraryImport(Library)]
    public static partial int ts_set_generator_state(IntPtr generator, IntPtr state);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void ts_set_error(string message);

    [LibraryImport(Library)]
    public static partial IntPtr ts_share(IntPtr tensor);

    [LibraryImport(Library)]
    public static partial IntPtr ts_new_function(
        IntPtr context, delegate* unmanaged<IntPtr, IntPtr, IntPtr*, int, IntPtr*, int, int> backward, delegate* unmanaged<IntPtr, void> release,
        IntPtr* inputs, int count);

    [LibraryImport(Library)]
    public static partial void ts_dispose_function(IntPtr node);

    [LibraryImport(Library)]
    public static partial IntPtr ts_function_output(IntPtr node, IntPtr output);

    [LibraryImport(Library)]
    public static partial IntPtr ts_save(IntPtr node, IntPtr tensor);

    [LibraryImport(Library)]
    public static partial IntPtr ts_unpack(IntPtr saved, IntPtr node);

    [LibraryImport(Library)]
    public static partial void ts_dispose_saved(IntPtr saved);
}
