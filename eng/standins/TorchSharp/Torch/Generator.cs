using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers.</summary>
    public class Generator : IDisposable
    {
        public Generator(ulong seed = 0, Device device = null)
            : this(NativeMethods.Check(NativeMethods.ts_new_generator((long)seed, (device ?? CPU).Bits)))
        {
            this.device = device ?? CPU;
        }

        internal Generator(IntPtr handle)
        {
            Handle = handle;
            device = CPU;
        }

        ~Generator() => Dispose(false);

        /// <summary>The one of the CPU that operators take when none is given.</summary>
        public static Generator Default => new(NativeMethods.Check(NativeMethods.ts_default_generator()));

        public IntPtr Handle { get; private set; }

        public Device device { get; private set; }

        public Tensor get_state() => new(NativeMethods.Check(NativeMethods.ts_generator_state(Handle)));

        public void set_state(Tensor value)
        {
            NativeMethods.Check(NativeMethods.ts_set_generator_state(Handle, value.Handle));
            GC.KeepAlive(value);
        }

        public Generator manual_seed(long seed)
        {
            NativeMethods.Check(NativeMethods.ts_generator_seed(Handle, seed));
            return this;
        }

        /// <summary>Takes a seed from the clock and returns it.</summary>
        public long seed()
        {
            long seed = DateTime.UtcNow.Ticks;
            manual_seed(seed);
            return seed;
        }

        public long initial_seed() => NativeMethods.ts_generator_initial_seed(Handle);

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (Handle == IntPtr.Zero)
                return;

            NativeMethods.ts_dispose_generator(Handle);
            Handle = IntPtr.Zero;
        }
    }
}
