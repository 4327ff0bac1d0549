using ReportClassification.Data;

namespace Results.Data;

/// <summary>A split by file order: the last rows are test rows. Of the others a tenth of each class is for choosing.</summary>
internal static class LastRowsSplit
{
    private const int Seed = 1;

    public static IReadOnlyList<LabelledReport> Of(IReadOnlyList<LabelledReport> rows, int testRows)
    {
        var training = rows.Take(rows.Count - testRows).ToArray();
        var (_, dev) = StratifiedParts.TrainTest(training, 0.1, Seed);
        var positions = dev.Select(row => row.Position).ToHashSet();
        return
        [
            .. training.Select(row => row with { Split = positions.Contains(row.Position) ? DataSplit.Dev : DataSplit.Train }),
            .. rows.Skip(training.Length).Select(row => row with { Split = DataSplit.Test }),
        ];
    }
}
