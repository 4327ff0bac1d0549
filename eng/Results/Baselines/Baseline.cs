using ReportClassification.Training;

namespace Results.Baselines;

/// <summary>What a baseline reached on a data set.</summary>
/// <param name="DataSet">The data set.</param>
/// <param name="Name">The baseline; its first word is its letter.</param>
/// <param name="LabelsPerClass">Labelled rows of each class; null for all.</param>
/// <param name="Accuracy">Accuracy; without deviation where it is one run.</param>
/// <param name="MacroF1">Macro-F1, likewise.</param>
internal sealed record Baseline(string DataSet, string Name, int? LabelsPerClass, MeanAndDeviation Accuracy, MeanAndDeviation MacroF1)
{
    /// <summary>The letter that BASELINES.md explains.</summary>
    public string Letter => Name.Split(' ')[0];
}
