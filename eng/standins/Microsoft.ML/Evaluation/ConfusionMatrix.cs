namespace Microsoft.ML.Data;

public sealed class ConfusionMatrix
{
    private readonly string[] _names;
    private readonly bool _isBinary;
    private string _text;

    internal ConfusionMatrix(double[][] counts, string[] names, bool isBinary)
    {
        _names = names;
        _isBinary = isBinary;
        NumberOfClasses = counts.Length;
        Counts = Array.AsReadOnly(Array.ConvertAll(counts, row => (IReadOnlyList<double>)Array.AsReadOnly(row)));
        PerClassRecall = PerClass(c => counts[c].Sum());
        PerClassPrecision = PerClass(c => counts.Sum(row => row[c]));

        IReadOnlyList<double> PerClass(Func<int, double> total) =>
            [.. Enumerable.Range(0, counts.Length).Select(c => total(c) > 0 ? counts[c][c] / total(c) : 0)];
    }

    public IReadOnlyList<double> PerClassPrecision { get; }

    public IReadOnlyList<double> PerClassRecall { get; }

    /// <summary>Row: the true class; column: the predicted one.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Counts { get; }

    public int NumberOfClasses { get; }

    public string GetFormattedConfusionTable() => _text ??= ConfusionTableText.Format(this, _names, _isBinary);

    public double GetCountForClassPair(int predictedClassIndicatorIndex, int actualClassIndicatorIndex)
    {
        CheckIndex(predictedClassIndicatorIndex, nameof(predictedClassIndicatorIndex));
        CheckIndex(actualClassIndicatorIndex, nameof(actualClassIndicatorIndex));
        return Counts[actualClassIndicatorIndex][predictedClassIndicatorIndex];
    }

    private void CheckIndex(int index, string name) =>
        Guard.Argument(index >= 0 && index < NumberOfClasses, name, $"There is no class {index}: there are {NumberOfClasses}.");
}
