using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public long[] shape => size();

        public long Dimensions => Kept(NativeMethods.ts_dimensions(Handle));

        public long ndim => Dimensions;

        public long NumberOfElements => Kept(NativeMethods.ts_elements(Handle));

        /// <summary>In bytes.</summary>
        public long ElementSize => Kept(NativeMethods.ts_element_size(Handle));

        public ScalarType dtype => (ScalarType)Kept(NativeMethods.ts_type(Handle));

        public Device device => Device.FromBits(Kept(NativeMethods.ts_device(Handle)));

        public DeviceType device_type => device.type;

        public int device_index => (int)(Kept(NativeMethods.ts_device(Handle)) & 0xff) - 1;

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_meta => device_type == DeviceType.META;

        public bool is_sparse => Kept(NativeMethods.ts_is_sparse(Handle)) != 0;

        public long dim() => Dimensions;

        public long numel() => NumberOfElements;

        public long element_size() => ElementSize;

        public unsafe long[] size()
        {
            var sizes = new long[Dimensions];
            fixed (long* pointer = sizes)
                NativeMethods.ts_sizes(Handle, pointer);

            GC.KeepAlive(this);
            return sizes;
        }

        public long size(int dim) => shape[Wrapped(dim)];

        public unsafe long[] stride()
        {
            var strides = new long[Dimensions];
            fixed (long* pointer = strides)
                NativeMethods.Check(NativeMethods.ts_strides(Handle, pointer));

            GC.KeepAlive(this);
            return strides;
        }

        public long stride(int dim) => stride()[Wrapped(dim)];

        public long storage_offset() => Kept(NativeMethods.ts_storage_offset(Handle));

        public bool is_contiguous() => Kept(NativeMethods.ts_is_contiguous(Handle)) != 0;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public override string ToString() => $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";

        private int Wrapped(int dim)
        {
            int count = (int)Dimensions;
            if (dim < -count || dim >= count)
                throw new System.Runtime.InteropServices.ExternalException($"Dimension out of range (expected to be in range of [{-count}, {count - 1}], but got {dim})");

            return dim < 0 ? dim + count : dim;
        }

        // Keeps the finalizer from freeing what the native side is still looking at.
        private T Kept<T>(T value)
        {
            GC.KeepAlive(this);
            return value;
        }
    }
}
