using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_detach = new("detach");
        private static readonly Operator s_detach_ = new("detach_");

        public bool requires_grad
        {
            get => Kept(NativeMethods.ts_requires_grad(Handle)) != 0;
            set => NativeMethods.Check(Kept(NativeMethods.ts_set_requires_grad(Handle, value ? 1 : 0)));
        }

        public bool is_leaf => Kept(NativeMethods.ts_is_leaf(Handle)) != 0;

        /// <summary>A new object for the gradient each time; null without one.</summary>
        public Tensor grad
        {
            get => FromHandle(Kept(NativeMethods.ts_grad(Handle)));
            set
            {
                NativeMethods.Check(Kept(NativeMethods.ts_set_grad(Handle, value is null ? IntPtr.Zero : value.Handle)));
                GC.KeepAlive(value);
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public void retain_grad() => NativeMethods.Check(Kept(NativeMethods.ts_retain_grad(Handle)));

        public void backward() => autograd.backward([this]);

        public void backward(IList<Tensor> grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor> inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>The same data without its history.</summary>
        public Tensor detach() => s_detach.Call(this);

        public Tensor detach_() => s_detach_.Apply(this);
    }
}
