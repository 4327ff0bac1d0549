using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Gradients.</summary>
    public static partial class autograd
    {
        /// <summary>Adds gradients to the leaves that the tensors were computed from.</summary>
        public static unsafe void backward(
            IList<Tensor> tensors, IList<Tensor> grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor> inputs = null)
        {
            IntPtr[] tensorHandles = Handles(tensors);
            IntPtr[] gradientHandles = Handles(grad_tensors);
            IntPtr[] inputHandles = Handles(inputs);
            fixed (IntPtr* tensorPointer = tensorHandles, gradientPointer = gradientHandles, inputPointer = inputHandles)
            {
                NativeMethods.Check(NativeMethods.ts_backward(
                    tensorPointer, tensorHandles.Length, gradientPointer, gradientHandles.Length,
                    retain_graph ?? create_graph ? 1 : 0, create_graph ? 1 : 0, inputPointer, inputHandles.Length));
            }

            KeepAlive(tensors, grad_tensors, inputs);
        }

        public static void backward(
            Tensor tensor, IList<Tensor> grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor> inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(
            Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor> inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        /// <summary>The gradients of the outputs with respect to the inputs; nothing is added to any leaf.</summary>
        public static unsafe IList<Tensor> grad(
            IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor> grad_outputs = null, bool retain_graph = false,
            bool create_graph = false, bool allow_unused = false)
        {
            IntPtr[] outputHandles = Handles(outputs);
            IntPtr[] inputHandles = Handles(inputs);
            IntPtr[] gradientHandles = Handles(grad_outputs);
            var results = new IntPtr[inputHandles.Length];
            fixed (IntPtr* outputPointer = outputHandles, inputPointer = inputHandles, gradientPointer = gradientHandles, resultPointer = results)
            {
                NativeMethods.Check(NativeMethods.ts_gradients(
                    outputPointer, outputHandles.Length, inputPointer, inputHandles.Length, gradientPointer, gradientHandles.Length,
                    retain_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, resultPointer));
            }

            KeepAlive(outputs, grad_outputs, inputs);
            return [.. results.Select(handle => new Tensor(handle))];
        }

        private static IntPtr[] Handles(IList<Tensor> tensors) => tensors is null ? [] : [.. tensors.Select(tensor => tensor.Handle)];

        private static void KeepAlive(params ReadOnlySpan<IList<Tensor>> lists)
        {
            foreach (IList<Tensor> list in lists)
            {
                foreach (Tensor tensor in list ?? [])
                    GC.KeepAlive(tensor);
            }
        }
    }
}
