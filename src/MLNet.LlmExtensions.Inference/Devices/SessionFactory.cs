using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Inference.Devices;

/// <summary>Makes ONNX Runtime sessions on the device that the options ask for and the machine has.</summary>
internal static class SessionFactory
{
    // ONNX Runtime resolves external tensor data against this folder when a model is loaded from bytes.
    private const string ExternalDataFolderKey = "session.model_external_initializers_file_folder_path";

    /// <summary>Makes a session.</summary>
    /// <param name="model">The graph.</param>
    /// <param name="options">Device, device number and threads.</param>
    /// <param name="warmUp">Runs the session once. CUDA's missing libraries and kernels show themselves only then.</param>
    /// <param name="logger">Told of the choice.</param>
    public static (InferenceSession Session, DeviceChoice Device) Create(
        OnnxModel model, TextEmbedderOptions options, Action<InferenceSession> warmUp, ILogger logger)
    {
        var obstacle = options.Device == DevicePreference.Cpu ? "asked for" : CudaObstacle(options);
        if (obstacle is null)
        {
            try
            {
                var session = CreateCuda(model, options, warmUp);
                var device = new DeviceChoice(
                    DeviceKind.Cuda,
                    options.DeviceId,
                    options.Device == DevicePreference.Cuda ? "asked for" : "usable, so it is preferred to the CPU");
                logger.LogInformation("The model runs on {Device}", device);
                return (session, device);
            }
            catch (Exception exception) when (IsCudaFailure(exception))
            {
                obstacle = "CUDA failed: " + FirstLine(exception.Message);
            }
        }

        if (options.Device == DevicePreference.Cuda)
        {
            throw new InvalidOperationException(
                $"CUDA was asked for but cannot be used: {obstacle}. Use {nameof(DevicePreference)}.{nameof(DevicePreference.Auto)} " +
                "to fall back to the CPU, or see the README on what to install for a GPU.");
        }

        var choice = new DeviceChoice(DeviceKind.Cpu, 0, obstacle!);
        var cpu = CreateCpu(model, options, warmUp);
        logger.LogInformation("The model runs on {Device}", choice);
        return (cpu, choice);
    }

    private static InferenceSession CreateCpu(OnnxModel model, TextEmbedderOptions options, Action<InferenceSession> warmUp)
    {
        using var sessionOptions = CreateOptions(model, options);
        return CreateAndWarmUp(model, sessionOptions, warmUp);
    }

    private static InferenceSession CreateCuda(OnnxModel model, TextEmbedderOptions options, Action<InferenceSession> warmUp)
    {
        // Options that a failed provider was appended to cannot be used again, so these are CUDA's own.
        using var sessionOptions = CreateOptions(model, options);
        using var cuda = new OrtCUDAProviderOptions();
        cuda.UpdateOptions(new Dictionary<string, string>
        {
            ["device_id"] = options.DeviceId.ToString(CultureInfo.InvariantCulture),
            // By default products are rounded to 10 bits: vectors of a text would differ between batches, and from the CPU's.
            ["use_tf32"] = "0",
        });
        sessionOptions.AppendExecutionProvider_CUDA(cuda);
        return CreateAndWarmUp(model, sessionOptions, warmUp);
    }

    private static InferenceSession CreateAndWarmUp(OnnxModel model, SessionOptions sessionOptions, Action<InferenceSession> warmUp)
    {
        var session = new InferenceSession(model.ToByteArray(), sessionOptions);
        try
        {
            warmUp(session);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static SessionOptions CreateOptions(OnnxModel model, TextEmbedderOptions options)
    {
        var sessionOptions = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        if (options.IntraOpThreads is { } threads)
        {
            sessionOptions.IntraOpNumThreads = threads;
        }

        if (model.ExternalDataFolder is { } folder)
        {
            sessionOptions.AddSessionConfigEntry(ExternalDataFolderKey, folder);
        }

        return sessionOptions;
    }

    private static string? CudaObstacle(TextEmbedderOptions options)
    {
        if (options is { Device: DevicePreference.Auto, Precision: WeightPrecision.Int8 })
        {
            return "int8 graphs have kernels for the CPU only";
        }

        // Asking the driver first keeps ONNX Runtime from printing an error where there is no NVIDIA device at all.
        var driver = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";
        if (!NativeLibrary.TryLoad(driver, out var handle))
        {
            return "no NVIDIA driver on this machine";
        }

        NativeLibrary.Free(handle);
        return null;
    }

    private static bool IsCudaFailure(Exception exception) =>
        exception is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException;

    private static string FirstLine(string message)
    {
        var end = message.IndexOfAny(['\r', '\n']);
        return (end < 0 ? message : message[..end]).TrimEnd('.', ' ');
    }
}
