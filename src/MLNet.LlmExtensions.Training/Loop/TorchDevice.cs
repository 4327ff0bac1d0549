using Microsoft.Extensions.Logging;
using MLNet.LlmExtensions.Models;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Loop;

/// <summary>Where libtorch computes.</summary>
internal static class TorchDevice
{
    /// <summary>Finds the device that the options ask for.</summary>
    /// <exception cref="InvalidOperationException">CUDA was asked for and cannot be used, or libtorch cannot be loaded.</exception>
    public static Device Choose(TrainingOptions options, ILogger logger)
    {
        try
        {
            if (options.Device == DevicePreference.Cpu)
            {
                return new Device(TorchSharp.DeviceType.CPU);
            }

            if (cuda.is_available() && options.DeviceId < cuda.device_count())
            {
                return new Device(TorchSharp.DeviceType.CUDA, options.DeviceId);
            }
        }
        catch (Exception exception) when (exception is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException
            or NotSupportedException)
        {
            throw new InvalidOperationException(
                "TorchSharp's native library cannot be loaded. Reference the package TorchSharp-cpu, or TorchSharp-cuda-linux or " +
                $"TorchSharp-cuda-windows for an NVIDIA device, in the version of TorchSharp: {exception.Message}",
                exception);
        }

        if (options.Device == DevicePreference.Cuda)
        {
            throw new InvalidOperationException(
                $"The CUDA device {options.DeviceId} cannot be used: libtorch finds {(cuda.is_available() ? cuda.device_count() : 0)} of them. " +
                "Check the driver and that the package is TorchSharp-cuda-linux or TorchSharp-cuda-windows.");
        }

        logger.LogInformation("Training on the CPU: libtorch finds no CUDA device {DeviceId}", options.DeviceId);
        return new Device(TorchSharp.DeviceType.CPU);
    }
}
