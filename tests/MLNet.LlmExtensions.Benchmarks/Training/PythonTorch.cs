using System.Diagnostics;

namespace MLNet.LlmExtensions.Benchmarks.Training;

/// <summary>A Python that has PyTorch. Only this benchmark looks for one; nothing of the product needs it.</summary>
internal static class PythonTorch
{
    /// <summary>The program, or null where there is none. The environment variable <c>PYTORCH_PYTHON</c> names another.</summary>
    public static string? Find() =>
        new[] { Environment.GetEnvironmentVariable("PYTORCH_PYTHON"), "python3", "/usr/bin/python3" }.OfType<string>().FirstOrDefault(HasTorch);

    /// <summary>The program that trains in plain PyTorch; it is copied beside this one.</summary>
    public static string Script => Path.Combine(AppContext.BaseDirectory, "Training", "pytorch_training.py");

    private static bool HasTorch(string program)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, ["-c", "import torch"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
