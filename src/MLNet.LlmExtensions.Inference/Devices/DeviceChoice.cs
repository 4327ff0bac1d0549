using System.Globalization;

namespace MLNet.LlmExtensions.Inference;

/// <summary>The device that a model runs on, and why that one.</summary>
/// <param name="Kind">The kind of device.</param>
/// <param name="DeviceId">The number of the CUDA device; 0 on the CPU.</param>
/// <param name="Reason">Why this device was taken: one sentence for a log or a console.</param>
public sealed record DeviceChoice(DeviceKind Kind, int DeviceId, string Reason)
{
    /// <summary>The device and the reason, such as <c>CPU (no NVIDIA driver on this machine)</c>.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => Kind == DeviceKind.Cpu
        ? $"CPU ({Reason})"
        : string.Create(CultureInfo.InvariantCulture, $"CUDA device {DeviceId} ({Reason})");
}
