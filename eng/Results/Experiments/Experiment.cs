using System.Globalization;

namespace Results.Experiments;

/// <summary>One run that can be made: what is trained on what, and with which seed.</summary>
/// <param name="DataSet">The name of the data set.</param>
/// <param name="Method">The name of the method.</param>
/// <param name="LabelsPerClass">Labelled rows of each class; null for all train and dev rows.</param>
/// <param name="Seed">Decides the draw and whatever is random in training.</param>
internal sealed record Experiment(string DataSet, string Method, int? LabelsPerClass, int Seed)
{
    /// <summary>The labels as the command line names them.</summary>
    public string Labels => LabelsPerClass?.ToString(CultureInfo.InvariantCulture) ?? "all";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{DataSet}, {Method}, {Labels} labels, seed {Seed}");
}
