using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Whether this thread records what gradients need; what was before comes back with disposal.</summary>
internal sealed class AutoGradMode : IDisposable
{
    private readonly int _before = NativeMethods.ts_grad_mode();

    public AutoGradMode(bool enabled) => NativeMethods.ts_set_grad_mode(enabled ? 1 : 0);

    public static bool IsEnabled => NativeMethods.ts_grad_mode() != 0;

    public void Dispose() => NativeMethods.ts_set_grad_mode(_before);
}
