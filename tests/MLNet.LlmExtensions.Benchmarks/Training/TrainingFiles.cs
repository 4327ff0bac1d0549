using System.Runtime.InteropServices;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Benchmarks.Training;

/// <summary>What both sides of the training benchmark read: batches of random tokens, and where the trained tensors start.</summary>
internal static class TrainingFiles
{
    public const string BatchesName = "batches.safetensors";
    public const string StartName = "start.safetensors";
    public const string HeadWeight = "head.weight";
    public const string HeadBias = "head.bias";

    private const int Batches = 4;

    // Ids of special tokens come first in every vocabulary that is used here.
    private const int FirstToken = 10;

    public static void Write(TrainingCase training)
    {
        Directory.CreateDirectory(training.Data);
        var model = LanguageModel.FromPretrained(training.Model);
        WriteBatches(training, model.Configuration.VocabularySize);
        WriteStart(training, model);
    }

    private static void WriteBatches(TrainingCase training, int vocabulary)
    {
        var random = new Random(1);
        var ids = new long[Batches * training.Rows * training.Length];
        var mask = new long[ids.Length];
        var labels = new long[Batches * training.Rows];
        for (var row = 0; row < labels.Length; row++)
        {
            labels[row] = random.Next(TrainingCase.Classes);
            // Lengths as after sorting: a batch's rows are nearly equal, and one is as long as it can be.
            var length = row % training.Rows == 0 ? training.Length : random.Next((training.Length * 7 / 8) + 1, training.Length + 1);
            for (var i = 0; i < length; i++)
                (ids[(row * training.Length) + i], mask[(row * training.Length) + i]) = (random.Next(FirstToken, vocabulary), 1);
        }

        var writer = new SafetensorsWriter();
        long[] shape = [Batches, training.Rows, training.Length];
        writer.Add("input_ids", SafetensorsType.I64, shape, Bytes(ids));
        writer.Add("attention_mask", SafetensorsType.I64, shape, Bytes(mask));
        writer.Add("labels", SafetensorsType.I64, shape[..2], Bytes(labels));
        writer.Save(Path.Combine(training.Data, BatchesName));
    }

    private static void WriteStart(TrainingCase training, LanguageModel model)
    {
        var random = new Random(2);
        var writer = new SafetensorsWriter();
        var hidden = model.Configuration.HiddenSize;
        Add(HeadWeight, [TrainingCase.Classes, hidden], 0.02f);
        Add(HeadBias, [TrainingCase.Classes], 0);
        var graph = TransferGraph.Build(model, new GraphOptions { Normalize = false }, training.Transfer, AdapterPlacement.Initializers);
        foreach (var tensor in graph.Trainable.Where(tensor => tensor.Initialization != TensorInitialization.FromGraph))
        {
            // Not zero, so that both matrices have gradients from the first step on.
            Add(tensor.Name, tensor.Shape, 0.02f);
        }

        writer.Save(Path.Combine(training.Data, StartName));

        void Add(string name, IReadOnlyList<long> shape, float scale)
        {
            var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
            for (var i = 0; i < values.Length; i++)
                values[i] = ((2 * random.NextSingle()) - 1) * scale;
            writer.Add(name, shape, values);
        }
    }

    private static byte[] Bytes(long[] values) => MemoryMarshal.AsBytes<long>(values).ToArray();
}
