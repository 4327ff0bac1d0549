namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>A function whose gradient is code of its own. Derive from one of the two that derive from this.</summary>
        public abstract class Function<T>
            where T : Function<T>, new()
        {
            private static readonly T s_instance = new();

            private protected Function()
            {
            }

            /// <summary>For messages.</summary>
            public abstract string Name { get; }

            /// <summary>Computes the function. Tensors among the arguments get the gradients that the function's backward computes.</summary>
            public static List<Tensor> apply_internal(params object[] vars)
            {
                var node = new FunctionNode(s_instance.Name, s_instance.RunBackward, vars);
                List<Tensor> outputs;
                using (no_grad())
                    outputs = s_instance.RunForward(node.Context, vars);

                return node.Finish(vars, outputs);
            }

            private protected abstract List<Tensor> RunForward(AutogradContext context, object[] arguments);

            private protected abstract List<Tensor> RunBackward(AutogradContext context, List<Tensor> gradients);
        }
    }
}
