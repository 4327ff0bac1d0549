namespace TorchSharp.Interop;

/// <summary>What a <see cref="NativeValue"/> holds. Must agree with <c>shim::Kind</c> in native/shim.h.</summary>
internal enum NativeValueKind
{
    None = 0,
    Default = 1,
    Tensor = 2,
    Int = 3,
    Double = 4,
    Bool = 5,
    IntList = 6,
    TensorList = 7,
    OptionalTensorList = 8,
    Text = 9,
    Device = 10,
    Generator = 11,
}
