namespace TorchSharp;

/// <summary>Kinds of devices. The numbers are libtorch's.</summary>
public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
    META = 14,
}
