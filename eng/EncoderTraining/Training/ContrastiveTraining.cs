using EncoderTraining.Data;
using EncoderTraining.Export;
using EncoderTraining.Model;
using EncoderTraining.Optimisation;
using Buffer = EncoderTraining.Numerics.Buffer;

namespace EncoderTraining.Training;

/// <summary>The second stage: texts that belong together get similar embeddings, others of the batch do not.</summary>
internal sealed record ContrastiveTraining
{
    public required int Steps { get; init; }

    public int BatchPairs { get; init; } = 64;

    public int MaximumLength { get; init; } = 96;

    public float LearningRate { get; init; } = 1e-3f;

    public float Temperature { get; init; } = 0.05f;

    public int Seed { get; init; } = 1;

    public int CheckpointInterval { get; init; } = 250;

    /// <summary>Trains the encoder, and writes its weights to <paramref name="checkpoint"/> from time to time.</summary>
    public void Run(BertEncoder encoder, TokenisedCorpus corpus, string checkpoint, Action<string> log)
    {
        var sampler = new PairBatchSampler(corpus, MaximumLength, Seed + 3);
        var contrast = new ContrastiveLoss(Temperature);
        var optimiser = new AdamW([.. encoder.Parameters]);
        var schedule = new LearningRateSchedule(LearningRate, Steps, Math.Min(Steps / 10, 100));
        var progress = new TrainingLog(50, log);
        Buffer pooledBuffer = new(), pooledGradientBuffer = new(), gradient = new();
        var norms = new float[2 * BatchPairs];
        for (var step = 0; step < Steps; step++)
        {
            sampler.Draw(BatchPairs);
            var hidden = encoder.Forward(sampler.Batch);
            var pooled = pooledBuffer.Matrix(2 * BatchPairs, hidden.Columns);
            var pooledGradient = pooledGradientBuffer.Matrix(2 * BatchPairs, hidden.Columns);
            var hiddenGradient = gradient.Matrix(hidden.Rows, hidden.Columns);
            MeanPooling.Forward(sampler.Batch, hidden, pooled, norms);
            var loss = contrast.LossAndGradient(pooled, sampler.IsNegative, pooledGradient, out var accuracy);
            MeanPooling.Backward(sampler.Batch, pooled, norms, pooledGradient, hiddenGradient);
            encoder.Backward(sampler.Batch, hiddenGradient);
            var norm = optimiser.Step(schedule.At(step));
            progress.Add(step, sampler.Batch.TokenCount,
                ("loss", loss), ("partner ranked first", accuracy), ("gradient norm", norm));
            if ((step + 1) % CheckpointInterval == 0 || step + 1 == Steps)
                Safetensors.Write(checkpoint, BertWeights.Of(encoder), half: false);
        }
    }
}
