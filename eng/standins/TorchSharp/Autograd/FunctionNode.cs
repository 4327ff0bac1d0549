using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>One application of a <see cref="Function{T}"/>. libtorch holds it as long as a gradient may be asked for.</summary>
        private sealed unsafe class FunctionNode
        {
            private readonly string _name;
            private readonly Func<AutogradContext, List<Tensor>, List<Tensor>> _backward;
            private readonly bool[] _isTensor;
            private (long[] Shape, ScalarType Type, Device Device)[] _outputs;

            public FunctionNode(string name, Func<AutogradContext, List<Tensor>, List<Tensor>> backward, object[] arguments)
            {
                _name = name;
                _backward = backward;
                _isTensor = [.. arguments.Select(argument => argument is Tensor { IsInvalid: false })];
            }

            public AutogradContext Context { get; } = new();

            /// <summary>Makes this node the history of the outputs, if any input needs a gradient.</summary>
            public List<Tensor> Finish(object[] arguments, List<Tensor> outputs)
            {
                Tensor[] inputs = [.. arguments.OfType<Tensor>().Where(tensor => !tensor.IsInvalid)];
                if (!AutoGradMode.IsEnabled || !inputs.Any(input => input.requires_grad))
                {
                    Context.Dispose();
                    return outputs;
                }

                _outputs = [.. outputs.Select(output => (output.shape, output.dtype, output.device))];
                IntPtr node = Register(inputs);
                try
                {
                    List<Tensor> results = [.. outputs.Select(output => Result(node, output))];
                    Context.Save(node);
                    return results;
                }
                finally
                {
                    NativeMethods.ts_dispose_function(node);
                }
            }

            private static Tensor Result(IntPtr node, Tensor output)
            {
                var result = new Tensor(NativeMethods.Check(NativeMethods.ts_function_output(node, output.Handle)));
                GC.KeepAlive(output);
                return result;
            }

            private IntPtr Register(Tensor[] inputs)
            {
                IntPtr[] handles = [.. inputs.Select(input => input.Handle)];
                fixed (IntPtr* pointer = handles)
                {
                    IntPtr node = NativeMethods.ts_new_function(GCHandle.ToIntPtr(GCHandle.Alloc(this)), &Backward, &Release, pointer, handles.Length);
                    GC.KeepAlive(inputs);
                    return NativeMethods.Check(node);
                }
            }

            [UnmanagedCallersOnly]
            private static void Release(IntPtr context)
            {
                GCHandle handle = GCHandle.FromIntPtr(context);
                ((FunctionNode)handle.Target).Context.Dispose();
                handle.Free();
            }

            // Nothing may be thrown through the native frames below.
            [UnmanagedCallersOnly]
            private static int Backward(IntPtr context, IntPtr node, IntPtr* gradients, int count, IntPtr* results, int resultCount)
            {
                try
                {
                    ((FunctionNode)GCHandle.FromIntPtr(context).Target).Run(node, new(gradients, count), new(results, resultCount));
                    return 0;
                }
                catch (Exception error)
                {
                    NativeMethods.ts_set_error(error.Message);
                    return -1;
                }
            }

            private void Run(IntPtr node, ReadOnlySpan<IntPtr> gradients, Span<IntPtr> results)
            {
                List<Tensor> given = [];
                for (int i = 0; i < gradients.Length; i++)
                    given.Add(Tensor.FromHandle(gradients[i]) ?? (Context.MaterializeGrads ? Zeros(i) : null));

                List<Tensor> computed;
                Context.Node = node;
                try
                {
                    computed = _backward(Context, given);
                }
                finally
                {
                    Context.Node = IntPtr.Zero;
                }

                if (computed.Count < _isTensor.Length || !computed.Skip(_isTensor.Length).All(IsAbsent))
                    throw new NotImplementedException($"Function {_name} returned an incorrect number of gradients (expected {_isTensor.Length}), got {computed.Count}");

                for (int i = 0, next = 0; i < _isTensor.Length; i++)
                {
                    if (_isTensor[i])
                        results[next++] = Share(computed[i]);
                    else if (!IsAbsent(computed[i]))
                        throw new NotImplementedException($"Function {_name} returned a gradient at position {i + 1}, but the corresponding forward input was not a Tensor");
                }
            }

            // A handle that libtorch owns.
            private static IntPtr Share(Tensor tensor)
            {
                IntPtr shared = IsAbsent(tensor) ? IntPtr.Zero : NativeMethods.ts_share(tensor.Handle);
                GC.KeepAlive(tensor);
                return shared;
            }

            private Tensor Zeros(int output) => zeros(_outputs[output].Shape, _outputs[output].Type, _outputs[output].Device);

            private static bool IsAbsent(Tensor tensor) => tensor is null || tensor.IsInvalid;
        }
    }
}
