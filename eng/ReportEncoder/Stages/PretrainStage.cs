using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Training;
using ReportEncoder.Data;

namespace ReportEncoder.Stages;

/// <summary>Masked language modelling on the texts of the mixture.</summary>
internal sealed class PretrainStage(WorkFolder work, Action<string> log)
{
    private const double HeldBack = 0.005;

    // More passes than any training here makes; the steps decide.
    private const int Epochs = 1000;

    public void Run(TrainingRun run, double maskProbability)
    {
        if (work.Has(run.To))
        {
            log($"'{work.Model(run.To)}' exists already.");
            return;
        }

        var prepared = work.ReadRecord<PreparedRecord>(PrepareStage.Name);
        using var stop = run.StopSource();
        var trainer = new LanguageModelTrainer(LanguageModel.FromPretrained(work.Model(run.From)), run.Apply(new PretrainingOptions
        {
            MaximumLength = run.MaximumLength,
            MaskProbability = maskProbability,
            Epochs = Epochs,
            LearningRate = run.LearningRate,
            ValidationFraction = HeldBack,
        }, work, log, stop.Token));
        log("Reading the texts.");
        var result = trainer.Train(
            TextMixture.Texts(() => JsonLines.Read<TextRow>(work.Texts), TextMixture.Repetitions(prepared.Words)));
        result.Model.Save(work.Model(run.To));
        work.WriteRecord(run.To, TrainingRecord.Of("masked language modelling", result.History, run));
        log($"{result.History.EndReason}: '{work.Model(run.To)}' is ready.");
    }
}
