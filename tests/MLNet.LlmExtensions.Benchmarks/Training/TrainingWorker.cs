using System.Diagnostics;
using System.Text.Json;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Training.Graphs;
using MLNet.LlmExtensions.Training.Optimization;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Benchmarks.Training;

/// <summary>
/// Our side of the training benchmark: a process of its own that does one step of the optimiser each time it is told to. It
/// speaks as <c>pytorch_training.py</c> does.
/// </summary>
internal sealed class TrainingWorker : IDisposable
{
    private readonly TrainingCase _training;
    private readonly TorchGraph _model;
    private readonly Tensor _headWeight;
    private readonly Tensor _headBias;
    private readonly AdamW _optimizer;
    private readonly SafetensorsFile _batches;
    private int _steps;

    private TrainingWorker(TrainingCase training)
    {
        _training = training;
        set_num_threads(training.Threads);
        var graph = TransferGraph.Build(
            LanguageModel.FromPretrained(training.Model), new GraphOptions { Normalize = false }, training.Transfer, AdapterPlacement.Initializers);
        _model = new TorchGraph(graph.Model, graph.Trainable, new TorchGraphOptions
        {
            Precision = training.Precision,
            FrozenWeights = training.FrozenWeights,
            GradientCheckpointing = training.GradientCheckpointing,
        });
        using var start = SafetensorsFile.Open(Path.Combine(training.Data, TrainingFiles.StartName));
        using (no_grad())
        {
            foreach (var parameter in _model.Parameters.Where(parameter => start.Tensors.ContainsKey(parameter.Name)))
            {
                using var values = Read(start, parameter.Name);
                parameter.Tensor.copy_(values);
            }
        }

        _headWeight = Read(start, TrainingFiles.HeadWeight).requires_grad_();
        _headBias = Read(start, TrainingFiles.HeadBias).requires_grad_();
        TrainableParameter[] head = [new("head.weight", _headWeight, Decays: true), new("head.bias", _headBias, Decays: false)];
        _optimizer = new AdamW(
            [new ParameterGroup([.. _model.Parameters, .. head], TrainingCase.LearningRate)], new AdamWOptions { WeightDecay = 0.01, DecayAll = true });
        _batches = SafetensorsFile.Open(Path.Combine(training.Data, TrainingFiles.BatchesName));
    }

    /// <summary>Answers what comes over standard input until it ends.</summary>
    public static void Run(TrainingCase training)
    {
        using var worker = new TrainingWorker(training);
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
                case "overhead":
                    Answer(new { seconds = worker.Overhead() });
                    break;
                default:
                    var (begin, processorBegin) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
                    var loss = worker.Step(training.Rows, training.Length);
                    var processor = Environment.CpuUsage.TotalTime - processorBegin;
                    Answer(new { loss, seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds, processor_seconds = processor.TotalSeconds });
                    break;
            }
        }

        static void Answer(object value) => Console.WriteLine(JsonSerializer.Serialize(value));
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _headWeight.Dispose();
        _headBias.Dispose();
        _model.Dispose();
        _batches.Dispose();
    }

    private static Tensor Read(SafetensorsFile file, string name) =>
        tensor(file.GetElements<float>(name).ToArray(), [.. file.Tensors[name].Shape], ScalarType.Float32);

    private float Step(int rows, int length)
    {
        using var scope = NewDisposeScope();
        var batches = (int)_batches.Tensors["labels"].Shape[0];
        var index = _steps++ % batches;
        var labels = tensor(_batches.GetElements<long>("labels").Slice(index * _training.Rows, rows).ToArray(), [rows], ScalarType.Int64);
        var batch = new TokenBatch(Cut("input_ids"), Cut("attention_mask"), null, rows, length);
        _optimizer.ClearGradients();
        var loss = _model.ForwardBackward(
            batch, pooled => nn.functional.cross_entropy(nn.functional.linear(pooled, _headWeight, _headBias), labels), seed: _steps);
        _optimizer.Step(1);
        return loss;

        long[] Cut(string name)
        {
            var all = _batches.GetElements<long>(name).Slice(index * _training.Rows * _training.Length, _training.Rows * _training.Length);
            var result = new long[rows * length];
            for (var row = 0; row < rows; row++)
                all.Slice(row * _training.Length, length).CopyTo(result.AsSpan(row * length));
            return result;
        }
    }

    /// <summary>
    /// The time of a step in which there is next to nothing to compute: everything that is not arithmetic, and a little of
    /// what is. More than the time outside native code.
    /// </summary>
    private double Overhead()
    {
        const int Steps = 25;
        var seconds = new List<double>();
        for (var i = 0; i < Steps; i++)
        {
            var begin = Environment.CpuUsage.TotalTime;
            Step(rows: 1, length: 2);
            seconds.Add((Environment.CpuUsage.TotalTime - begin).TotalSeconds);
        }

        return seconds.Order().ElementAt(Steps / 2);
    }
}
