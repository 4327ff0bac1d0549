namespace MLNet.LlmExtensions.Models.Memory;

/// <summary>What a process holds before any model is loaded; measured on Linux.</summary>
internal static class ProcessMemory
{
    private const long Million = 1_000_000;

    /// <summary>.NET and ONNX Runtime on the CPU.</summary>
    private const long OnnxRuntime = 110 * Million;

    /// <summary>.NET and libtorch on the CPU.</summary>
    private const long LibTorch = 210 * Million;

    /// <summary>A CUDA context with the kernels and workspaces of cuBLAS, on the device.</summary>
    private const long CudaContext = 600 * Million;

    public static long Embedding(bool cuda) => cuda ? CudaContext : OnnxRuntime;

    public static long Training(bool cuda) => cuda ? CudaContext : LibTorch;
}
