using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Inference mode on this thread until disposal.</summary>
internal sealed class InferenceMode(bool enabled) : IDisposable
{
    private IntPtr _guard = NativeMethods.ts_enter_inference_mode(enabled ? 1 : 0);

    public void Dispose()
    {
        if (_guard == IntPtr.Zero)
            return;

        NativeMethods.ts_leave_inference_mode(_guard);
        _guard = IntPtr.Zero;
    }
}
