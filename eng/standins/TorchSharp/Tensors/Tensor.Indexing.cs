using System.Runtime.CompilerServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_index = new("index", "Tensor");
        private static readonly Operator s_indexPut = new("index_put_");

        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => index(i1);
            set => index_put_(value, i1);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => index(i1, i2);
            set => index_put_(value, i1, i2);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => index(i1, i2, i3);
            set => index_put_(value, i1, i2, i3);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            using DisposeScope scope = NewDisposeScope();
            (Tensor view, Tensor[] positions) = Indexed(indices);
            return scope.MoveToOuter(positions is null ? view : s_index.Call(view, Argument.OptionalTensors(positions)));
        }

        public Tensor index(params Tensor[] indices) => s_index.Call(this, Argument.OptionalTensors(indices));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            using DisposeScope scope = NewDisposeScope();
            (Tensor view, Tensor[] positions) = Indexed(indices);
            if (positions is null)
                view.copy_(value);
            else
                s_indexPut.Apply(view, Argument.OptionalTensors(positions), value);

            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => s_indexPut.Apply(this, Argument.OptionalTensors(indices), value);

        // Applies what a view can express; what is left are positions by dimension, null where there are none.
        private (Tensor View, Tensor[] Positions) Indexed(TensorIndex[] indices)
        {
            Tensor view = alias();
            Tensor[] positions = null;
            long dimension = 0;
            int consuming = indices.Count(index => index.Kind is not (TensorIndex.IndexKind.Ellipsis or TensorIndex.IndexKind.NewDimension));
            foreach (TensorIndex index in indices)
            {
                switch (index.Kind)
                {
                    case TensorIndex.IndexKind.Single:
                        view = view.select(dimension, index.Start.GetValueOrDefault());
                        break;
                    case TensorIndex.IndexKind.Slice:
                        view = view.slice(dimension++, index.Start ?? 0, index.Stop ?? long.MaxValue, index.Step);
                        break;
                    case TensorIndex.IndexKind.NewDimension:
                        view = view.unsqueeze(dimension++);
                        break;
                    case TensorIndex.IndexKind.Ellipsis:
                        dimension += Dimensions - consuming;
                        break;
                    default:
                        Array.Resize(ref positions, (int)dimension + 1);
                        positions[dimension++] = index.Positions;
                        break;
                }
            }

            return (view, positions);
        }
    }
}
