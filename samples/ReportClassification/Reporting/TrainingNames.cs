using System.Globalization;
using ReportClassification.Training.FineTuning;

namespace ReportClassification.Reporting;

/// <summary>How trainings and their figures are called on the console and in pages.</summary>
internal static class TrainingNames
{
    /// <summary>Which training it is: seed, fold.</summary>
    public static string Of(FineTuningFigures training, IReadOnlyList<FineTuningFigures> all)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"seed {training.Seed}");
        if (training.Fold is { } fold)
            return name + string.Create(CultureInfo.InvariantCulture, $", fold {fold}");
        return all.Any(other => other.Fold is not null) ? name + ", all rows" : name;
    }

    /// <summary>A learning rate: 0.0005 as 5e-4.</summary>
    public static string Rate(double rate) => rate.ToString("0.##e0", CultureInfo.InvariantCulture);

    /// <summary>A share or a loss, or nothing.</summary>
    public static string Figure(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A number of epochs, with the fraction of the last one, or nothing.</summary>
    public static string Epochs(double? value) => value?.ToString("0.##", CultureInfo.InvariantCulture) ?? "";

    /// <summary>The learning rate that was decided on: the head's, where nothing else learns.</summary>
    public static double Rate(FineTuningFigures training, string method) => method == "head" ? training.HeadLearningRate : training.LearningRate;
}
