using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_toType = new("to", "dtype");
        private static readonly Operator s_toDevice = new("to", "dtype_layout");

        /// <summary>The same numbers in another type; the same data where the type is that already, unless a copy is wanted.</summary>
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(disposeAfter, s_toType.Call(this, type, non_blocking, copy));

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to_type(type, copy, disposeAfter, non_blocking);

        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Moved(type, InitializeDevice(device), copy, disposeAfter, non_blocking);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(device.type, device.index, copy, disposeAfter, non_blocking);

        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            InitializeDeviceType(deviceType);
            return Moved(null, new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);
        }

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        public Tensor to(Tensor other, bool non_blocking = false) => to(other.dtype, other.device, non_blocking);

        public Tensor type(ScalarType dtype) => to_type(dtype);

        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);

        public Tensor cpu() => Moved(null, CPU, false, false, false);

        /// <exception cref="InvalidOperationException">There is no CUDA device.</exception>
        public Tensor cuda(Device device = null, bool non_blocking = false)
        {
            if (device is not null && device.type != DeviceType.CUDA)
                throw new ArgumentException("Not a CUDA device.", nameof(device));

            InitializeDeviceType(DeviceType.CUDA);
            return Moved(null, device ?? CUDA, false, false, non_blocking);
        }

        public Tensor @float() => to_type(ScalarType.Float32);

        public Tensor @double() => to_type(ScalarType.Float64);

        public Tensor half() => to_type(ScalarType.Float16);

        public Tensor bfloat16() => to_type(ScalarType.BFloat16);

        public Tensor @long() => to_type(ScalarType.Int64);

        public Tensor @int() => to_type(ScalarType.Int32);

        public Tensor @bool() => to_type(ScalarType.Bool);

        private Tensor Moved(ScalarType? type, Device device, bool copy, bool disposeAfter, bool nonBlocking) =>
            After(disposeAfter, s_toDevice.Call(this, type, Argument.None, device, Argument.None, nonBlocking, copy));

        private Tensor After(bool dispose, Tensor result)
        {
            if (dispose)
                Dispose();

            return result;
        }
    }
}
