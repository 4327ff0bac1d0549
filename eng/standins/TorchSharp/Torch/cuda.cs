using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static bool cuda_is_available() => cuda.is_available();

    /// <summary>CUDA devices.</summary>
    public static partial class cuda
    {
        public static bool is_available() => NativeMethods.ts_cuda_is_available() != 0;

        public static bool is_cudnn_available() => NativeMethods.ts_cudnn_is_available() != 0;

        public static int device_count() => NativeMethods.ts_cuda_count();

        /// <summary>Seeds the current device; does nothing without one.</summary>
        public static void manual_seed(long seed) => NativeMethods.Check(NativeMethods.ts_cuda_seed(seed, 0));

        /// <summary>Seeds every device; does nothing without one.</summary>
        public static void manual_seed_all(long seed) => NativeMethods.Check(NativeMethods.ts_cuda_seed(seed, 1));

        /// <summary>Waits until the device has done all its work.</summary>
        public static void synchronize(Device device = null) =>
            NativeMethods.Check(NativeMethods.ts_cuda_synchronize(device is null ? -1 : device.index));
    }
}
