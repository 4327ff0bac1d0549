using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>An argument or a result at the native boundary. Must agree with <c>shim::Value</c> in native/shim.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    public NativeValueKind Kind;
    public int Count;
    public long Bits;
}
