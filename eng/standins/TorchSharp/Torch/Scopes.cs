using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The innermost scope of this thread, or null.</summary>
    public static DisposeScope CurrentDisposeScope => DisposeScopeManager.Current.Innermost;

    public static DisposeScope NewDisposeScope() => DisposeScopeManager.Current.Open();

    /// <summary>Computes a tensor in a scope of its own, which leaves nothing but the result.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using DisposeScope scope = NewDisposeScope();
        return scope.MoveToOuter(expr());
    }

    /// <summary>No gradients on this thread until the result is disposed of.</summary>
    public static IDisposable no_grad() => new AutoGradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new AutoGradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new AutoGradMode(mode);

    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static bool is_grad_enabled() => AutoGradMode.IsEnabled;

    public static bool is_inference_mode_enabled() => NativeMethods.ts_inference_mode() != 0;
}
