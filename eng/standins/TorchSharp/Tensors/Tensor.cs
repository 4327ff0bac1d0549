using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of libtorch. It owns native memory: dispose of it, or let a <see cref="DisposeScope"/> do so.</summary>
    public partial class Tensor : IDisposable
    {
        private static long s_totalCount;
        private static long s_peakCount;

        private IntPtr _handle;

        internal Tensor(IntPtr handle, bool register = true)
        {
            _handle = handle;
            s_peakCount = Math.Max(Interlocked.Increment(ref s_totalCount), s_peakCount);
            if (register)
                OwningDisposeScope = DisposeScopeManager.Current.Register(this);
        }

        ~Tensor() => Dispose(false);

        /// <summary>How many tensors there are.</summary>
        public static long TotalCount => s_totalCount;

        /// <summary>How many there were at the most.</summary>
        public static long PeakCount => s_peakCount;

        /// <summary>The native tensor.</summary>
        /// <exception cref="InvalidOperationException">The tensor has been disposed of.</exception>
        public IntPtr Handle => _handle != IntPtr.Zero ? _handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        public bool IsInvalid => _handle == IntPtr.Zero;

        public string name { get; set; }

        internal DisposeScope OwningDisposeScope { get; set; }

        public static Tensor UnsafeCreateTensor(IntPtr handle) => new(handle);

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Gives the native tensor away; this object is then as if disposed of.</summary>
        public IntPtr DecoupleFromNativeHandle()
        {
            GC.SuppressFinalize(this);
            IntPtr handle = Handle;
            Interlocked.Decrement(ref s_totalCount);
            _handle = IntPtr.Zero;
            return handle;
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope other)
        {
            if (OwningDisposeScope is null && other is not null)
                other.Attach(this);
            else
                OwningDisposeScope?.MoveToOther(other, this);

            return this;
        }

        internal static Tensor FromHandle(IntPtr handle) => handle == IntPtr.Zero ? null : new Tensor(handle);

        /// <summary>Another object for the same native tensor.</summary>
        internal Tensor Shared() => new(Kept(NativeMethods.ts_share(Handle)));

        /// <summary>Gives the native tensor to another object of this class.</summary>
        internal IntPtr MoveHandle()
        {
            IntPtr handle = _handle;
            _handle = IntPtr.Zero;
            return handle;
        }

        protected virtual void Dispose(bool disposing)
        {
            if (_handle == IntPtr.Zero)
                return;

            DisposeScopeManager.Current.CountDisposal(this);
            OwningDisposeScope?.MarkAsDisposed(this);
            Interlocked.Decrement(ref s_totalCount);
            NativeMethods.ts_dispose(_handle);
            _handle = IntPtr.Zero;
        }
    }
}
