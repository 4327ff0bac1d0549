using System.Globalization;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using Spectre.Console;

namespace MLNet.LlmExtensions.Benchmarks;

/// <summary>Managed memory that embedding allocates for each text once its buffers have grown.</summary>
internal static class AllocationBenchmark
{
    public static void Run(LanguageModel model, string[] texts)
    {
        using var embedder = new TextEmbedder(model, new TextEmbedderOptions { Device = DevicePreference.Cpu });
        var destination = new float[texts.Length * embedder.Dimensions];
        embedder.Embed(texts, destination);
        embedder.Embed(texts, destination);

        var before = GC.GetAllocatedBytesForCurrentThread();
        embedder.Embed(texts, destination);
        var intoMemory = GC.GetAllocatedBytesForCurrentThread() - before;

        before = GC.GetAllocatedBytesForCurrentThread();
        embedder.Embed(texts);
        var arrays = GC.GetAllocatedBytesForCurrentThread() - before;

        AnsiConsole.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"Allocated for each text: {intoMemory / (double)texts.Length:F1} B into the caller's memory; {arrays / (double)texts.Length:F1} B with a new vector each, of which the vector is {(embedder.Dimensions * sizeof(float)) + 24} B");
    }
}
