using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>What a function's forward leaves for its backward.</summary>
        public class AutogradContext : IDisposable
        {
            private readonly Dictionary<string, object> _data = [];
            private readonly List<IntPtr> _saved = [];
            private List<Tensor> _toSave = [];

            internal AutogradContext()
            {
            }

            /// <summary>Whether backward sees zeros, and not null, for a result that has no gradient.</summary>
            public bool MaterializeGrads { get; private set; } = true;

            /// <summary>The node itself, as long as backward runs.</summary>
            internal IntPtr Node { get; set; }

            public void save_for_backward(List<Tensor> tensors) => _toSave = tensors;

            public List<Tensor> get_saved_variables() =>
                [.. _saved.Select(saved => saved == IntPtr.Zero ? null : new Tensor(NativeMethods.Check(NativeMethods.ts_unpack(saved, Node))))];

            public void save_data(string key, object value) => _data[key] = value;

            public object get_data(string key) => _data.GetValueOrDefault(key);

            public void set_materialize_grads(bool value) => MaterializeGrads = value;

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Hands to libtorch what save_for_backward named; later changes of those tensors are then noticed.</summary>
            internal void Save(IntPtr node)
            {
                foreach (Tensor tensor in _toSave)
                {
                    bool isAbsent = tensor is null || tensor.IsInvalid;
                    _saved.Add(isAbsent ? IntPtr.Zero : NativeMethods.Check(NativeMethods.ts_save(node, tensor.Handle)));
                    GC.KeepAlive(tensor);
                }

                _toSave = [];
            }

            protected virtual void Dispose(bool disposing)
            {
                foreach (IntPtr saved in _saved)
                    NativeMethods.ts_dispose_saved(saved);

                _saved.Clear();
            }
        }
    }
}
