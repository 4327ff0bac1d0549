using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>How many threads one operator uses on the CPU.</summary>
    public static void set_num_threads(int num) => NativeMethods.ts_set_threads(num);

    public static int get_num_threads() => NativeMethods.ts_threads();

    public static void set_num_interop_threads(int num) => NativeMethods.Check(NativeMethods.ts_set_interop_threads(num));

    public static int get_num_interop_threads() => NativeMethods.ts_interop_threads();
}
