using System.Numerics;
using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_item = new("item");

        /// <summary>The elements' memory. It stays valid as long as the tensor.</summary>
        /// <exception cref="InvalidOperationException">The tensor is not contiguous, or not on the CPU.</exception>
        public unsafe Span<byte> bytes
        {
            get
            {
                long length = NumberOfElements * ElementSize;
                CheckReadable(length);
                return new Span<byte>((void*)DataPointer(), (int)length);
            }

            set
            {
                if (!is_contiguous())
                    throw new InvalidOperationException("SetBytes() called on non-contiguous tensor.");
                if (NumberOfElements * ElementSize != value.Length)
                    throw new ArgumentException("Mismatched data sizes in SetBytes().");

                value.CopyTo(new Span<byte>((void*)DataPointer(), value.Length));
                GC.KeepAlive(this);
            }
        }

        /// <summary>The elements as .NET values. A tensor of another device is copied first.</summary>
        /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the tensor's type.</exception>
        public TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            CheckType(typeof(T));
            return new TensorAccessor<T>(device_type == DeviceType.CPU ? this : cpu());
        }

        /// <summary>The only element.</summary>
        public T item<T>()
            where T : unmanaged =>
            NumberOfElements == 1 ? data<T>()[0] : throw new ArgumentException("Number of elements in the tensor must be 1");

        public Scalar ToScalar()
        {
            NativeValue value = s_item.CallValue(this);
            return value.Kind switch
            {
                NativeValueKind.Double => new Scalar(BitConverter.Int64BitsToDouble(value.Bits)),
                NativeValueKind.Bool => new Scalar(value.Bits != 0),
                _ => new Scalar(value.Bits),
            };
        }

        /// <summary>Fills the tensor with bytes of the stream.</summary>
        public unsafe void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            CheckReadable(0);
            byte* pointer = (byte*)DataPointer();
            for (long left = NumberOfElements * ElementSize; left > 0;)
            {
                int count = stream.Read(new Span<byte>(pointer, (int)Math.Min(left, int.MaxValue)));
                if (count == 0)
                    throw new EndOfStreamException();

                pointer += count;
                left -= count;
            }

            GC.KeepAlive(this);
        }

        public unsafe void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            CheckReadable(0);
            byte* pointer = (byte*)DataPointer();
            for (long left = NumberOfElements * ElementSize; left > 0;)
            {
                int count = (int)Math.Min(left, int.MaxValue);
                stream.Write(new ReadOnlySpan<byte>(pointer, count));
                pointer += count;
                left -= count;
            }

            GC.KeepAlive(this);
        }

        /// <summary>Null for a tensor without elements.</summary>
        internal IntPtr DataPointer() =>
            Kept(NumberOfElements == 0 ? IntPtr.Zero : NativeMethods.Check(NativeMethods.ts_data(Handle)));

        private void CheckReadable(long length)
        {
            if (!is_contiguous())
                throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
            if (length > int.MaxValue)
                throw new ArgumentException("Span only supports up to int.MaxValue elements.");
            if (device_type != DeviceType.CPU)
                throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
        }

        private void CheckType(Type type)
        {
            Type expected = dtype switch
            {
                ScalarType.Byte => typeof(byte),
                ScalarType.Int8 => typeof(sbyte),
                ScalarType.Int16 => typeof(short),
                ScalarType.Int32 => typeof(int),
                ScalarType.Int64 => typeof(long),
                ScalarType.Bool => typeof(bool),
                ScalarType.Float16 => typeof(Half),
                ScalarType.Float32 => typeof(float),
                ScalarType.Float64 => typeof(double),
                ScalarType.ComplexFloat32 => typeof((float, float)),
                ScalarType.ComplexFloat64 => typeof(Complex),
                _ => throw new ArgumentException($"No support for {dtype} in TorchSharp"),
            };

            if (type != expected)
                throw new ArgumentException($"{type.Name} is not compatible with {dtype}");
        }
    }
}
