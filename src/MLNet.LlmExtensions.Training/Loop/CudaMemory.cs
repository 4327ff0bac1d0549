using System.Runtime.InteropServices;

namespace MLNet.LlmExtensions.Training.Loop;

/// <summary>The memory of a CUDA device, from NVIDIA's driver: TorchSharp has no function for it.</summary>
internal static unsafe class CudaMemory
{
    /// <summary>All memory of a device in bytes, or null where the driver does not say.</summary>
    /// <param name="device">The device's number, as CUDA counts them.</param>
    public static long? TotalBytes(int device)
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out var driver))
            return null;
        // The driver stays loaded: libtorch uses it.
        if (!NativeLibrary.TryGetExport(driver, "cuInit", out var initialize)
            || !NativeLibrary.TryGetExport(driver, "cuDeviceGet", out var get)
            || !NativeLibrary.TryGetExport(driver, "cuDeviceTotalMem_v2", out var total))
        {
            return null;
        }

        int handle;
        nuint bytes;
        return ((delegate* unmanaged<uint, int>)initialize)(0) == 0
            && ((delegate* unmanaged<int*, int, int>)get)(&handle, device) == 0
            && ((delegate* unmanaged<nuint*, int, int>)total)(&bytes, handle) == 0
                ? (long)bytes
                : null;
    }
}
