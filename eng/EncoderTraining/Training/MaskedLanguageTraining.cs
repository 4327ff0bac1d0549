using EncoderTraining.Data;
using EncoderTraining.Export;
using EncoderTraining.Model;
using EncoderTraining.Optimisation;
using EncoderTraining.Tokenizer;
using Buffer = EncoderTraining.Numerics.Buffer;

namespace EncoderTraining.Training;

/// <summary>The first stage: words from their context (Devlin et al. 2019).</summary>
internal sealed record MaskedLanguageTraining
{
    public required int Steps { get; init; }

    public int BatchTokens { get; init; } = 4096;

    public float LearningRate { get; init; } = 2e-3f;

    public int Seed { get; init; } = 1;

    public int CheckpointInterval { get; init; } = 500;

    /// <summary>Trains the encoder, and writes its weights to <paramref name="checkpoint"/> from time to time.</summary>
    public void Run(
        BertEncoder encoder, TokenisedCorpus corpus, WordPieceVocabulary vocabulary, string checkpoint,
        Action<string> log)
    {
        var head = new MaskedLanguageHead(encoder.Shape, encoder.Embedding.Words, Seed + 1);
        var sampler = new MaskedBatchSampler(corpus, vocabulary, encoder.Shape.MaximumPositions, Seed + 2);
        var optimiser = new AdamW([.. encoder.Parameters, .. head.Parameters]);
        var schedule = new LearningRateSchedule(LearningRate, Steps, Math.Min(Steps / 10, 200));
        var progress = new TrainingLog(50, log);
        var gradient = new Buffer();
        for (var step = 0; step < Steps; step++)
        {
            sampler.Draw(BatchTokens);
            var hidden = encoder.Forward(sampler.Batch);
            var hiddenGradient = gradient.Matrix(hidden.Rows, hidden.Columns);
            var loss = head.LossAndGradient(hidden, sampler.Positions, sampler.Targets, hiddenGradient);
            encoder.Backward(sampler.Batch, hiddenGradient);
            var norm = optimiser.Step(schedule.At(step));
            progress.Add(step, sampler.Batch.TokenCount, ("loss", loss), ("gradient norm", norm));
            if ((step + 1) % CheckpointInterval == 0 || step + 1 == Steps)
                Safetensors.Write(checkpoint, [.. BertWeights.Of(encoder), .. BertWeights.Of(head)], half: false);
        }
    }
}
