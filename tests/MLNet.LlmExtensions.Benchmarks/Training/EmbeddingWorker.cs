using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.ML.OnnxRuntime;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Inference.Devices;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Benchmarks.Training;

/// <summary>A process that embeds batches of one shape, for the memory benchmark.</summary>
internal static class EmbeddingWorker
{
    /// <summary>Answers what comes over standard input until it ends.</summary>
    /// <param name="arguments">Model folder, precision, rows, length.</param>
    public static void Run(string[] arguments)
    {
        var (rows, length) = (int.Parse(arguments[2], CultureInfo.InvariantCulture), int.Parse(arguments[3], CultureInfo.InvariantCulture));
        var model = LanguageModel.FromPretrained(arguments[0]);
        var graph = model.BuildGraph(new GraphOptions { Precision = Enum.Parse<WeightPrecision>(arguments[1]) });
        var (session, _) = SessionFactory.Create(graph, new TextEmbedderOptions { Device = DevicePreference.Cpu, IntraOpThreads = 2 }, _ => { }, NullLogger.Instance);
        using var opened = session;
        using var options = new RunOptions();
        var random = new Random(1);
        var ids = Enumerable.Range(0, rows * length).Select(_ => (long)random.Next(10, model.Configuration.VocabularySize)).ToArray();
        var mask = Enumerable.Repeat(1L, ids.Length).ToArray();
        Answer(new { ready = true });
        while (Console.ReadLine() is { } line)
        {
            switch (line.Trim())
            {
                case "memory":
                    Answer(new { peak = MemoryReading.PeakBytes() });
                    break;
                case "forget":
                    MemoryReading.ForgetPeak();
                    Answer(new { ready = true });
                    break;
                default:
                    var values = graph.InputNames.Select(name => OrtValue.CreateTensorValueFromMemory(
                        name switch { "input_ids" => ids, "attention_mask" => mask, _ => new long[ids.Length] }, [rows, length])).ToArray();
                    using (session.Run(options, graph.InputNames, values, graph.OutputNames))
                        Array.ForEach(values, value => value.Dispose());
                    Answer(new { ready = true });
                    break;
            }
        }

        static void Answer(object value) => Console.WriteLine(JsonSerializer.Serialize(value));
    }
}
