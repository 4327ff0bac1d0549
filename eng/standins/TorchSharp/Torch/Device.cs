namespace TorchSharp;

public static partial class torch
{
    /// <summary>Where a tensor lies.</summary>
    public class Device
    {
        /// <param name="description">A type and, after a colon, an index: "cpu", "cuda", "cuda:1".</param>
        public Device(string description)
        {
            string[] parts = description.Split(':');
            if (parts.Length > 2)
                return;

            type = Parse(parts[0]);
            if (parts.Length == 2)
                index = int.Parse(parts[1]);
        }

        public Device(string deviceType, int index = -1)
            : this(Parse(deviceType), index)
        {
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        public Device(int index)
            : this(DeviceType.CUDA, index)
        {
        }

        public DeviceType type { get; }

        /// <summary>-1: the current one of its type.</summary>
        public int index { get; } = -1;

        /// <summary>As shim::to_device wants it.</summary>
        internal long Bits => (long)type << 8 | (long)(index + 1);

        public static implicit operator Device(string description) => new(description);

        public override string ToString()
        {
            string name = type.ToString().ToLowerInvariant();
            return type == DeviceType.CPU || index == -1 ? name : $"{name}:{index}";
        }

        internal static Device FromBits(long bits)
        {
            var type = (DeviceType)(bits >> 8);
            return type == DeviceType.CPU ? new Device(type) : new Device(type, (int)(bits & 0xff) - 1);
        }

        private static DeviceType Parse(string name) => (DeviceType)Enum.Parse(typeof(DeviceType), name.ToUpperInvariant());
    }

    public static readonly Device CPU = new(DeviceType.CPU);
    public static readonly Device META = new(DeviceType.META);

    private static Device s_cuda;
    private static Device s_defaultDevice = new(DeviceType.CPU);

    /// <exception cref="InvalidOperationException">There is no CUDA device.</exception>
    public static Device CUDA => s_cuda ??= InitializeDevice(new Device(DeviceType.CUDA));

    public static Device device(string description) => InitializeDevice(new Device(description));

    public static Device device(string deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));

    public static Device device(DeviceType deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));

    public static Device device(int index) => new(DeviceType.CUDA, index);

    public static Device get_default_device() => s_defaultDevice;

    public static void set_default_device(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        s_defaultDevice = device;
    }

    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType != DeviceType.CUDA || cuda_is_available();

    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType))
            throw new InvalidOperationException($"Torch device type {deviceType} did not initialise on the current machine.");
    }

    /// <summary>The device itself, or the default one for null.</summary>
    public static Device InitializeDevice(Device device)
    {
        device ??= get_default_device();
        InitializeDeviceType(device.type);
        return device;
    }
}
