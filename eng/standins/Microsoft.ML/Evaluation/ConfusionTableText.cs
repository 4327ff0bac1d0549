using System.Globalization;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>A confusion matrix as a table for the console, laid out like the official one.</summary>
internal static class ConfusionTableText
{
    private const int MarginWidth = 9; // "PREDICTED"

    public static string Format(ConfusionMatrix matrix, string[] names, bool isBinary)
    {
        int classes = matrix.NumberOfClasses;
        int cellWidth = classes == 2 ? 8 : 5;
        int nameWidth = names.Max(name => name.Length);

        // Names that do not fit above a column are replaced by their numbers, and the rows then show both.
        bool numbered = nameWidth > cellWidth;
        int digits = (classes - 1).ToString(CultureInfo.InvariantCulture).Length;
        int margin = Math.Max(MarginWidth, numbered ? nameWidth + digits + 2 : nameWidth);
        string rule = new('=', classes * (classes > 2 ? 8 : 11));

        var text = new StringBuilder();
        if (classes == 2 && isBinary)
            text.Append(PositiveRatio(matrix.Counts, names[0]));

        text.AppendLine();
        text.AppendLine("Confusion table");
        text.AppendLine($"{new string(' ', margin)} ||{rule}");
        text.Append($"{"PREDICTED".PadRight(margin)} ||");
        for (int c = 0; c < classes; c++)
            text.Append($" {(numbered ? Number(c) : names[c]).PadLeft(cellWidth)} |");

        text.AppendLine(" Recall");
        text.AppendLine($"{"TRUTH".PadRight(margin)} ||{rule}");
        for (int row = 0; row < classes; row++)
        {
            string name = numbered
                ? $"{Number(row).PadLeft(digits)}. {names[row].PadLeft(margin - digits - 2)}"
                : names[row].PadLeft(margin);
            text.Append($"{name} ||");
            foreach (double count in matrix.Counts[row])
                text.Append($" {count.ToString("N0", CultureInfo.CurrentCulture).PadLeft(cellWidth)} |");

            text.AppendLine($" {matrix.PerClassRecall[row],5:F4}");
        }

        text.AppendLine($"{new string(' ', margin)} ||{rule}");
        text.Append($"{"Precision".PadRight(margin)} ||");
        foreach (double precision in matrix.PerClassPrecision)
            text.Append($"{precision.ToString("N4", CultureInfo.CurrentCulture).PadLeft(cellWidth + 1)} |");

        text.AppendLine();
        return text.ToString();
    }

    private static string PositiveRatio(IReadOnlyList<IReadOnlyList<double>> counts, string positiveName)
    {
        double positives = counts[0][0] + counts[0][1];
        double negatives = counts[1][0] + counts[1][1];
        return $"TEST {positiveName.ToUpper(CultureInfo.CurrentCulture)} RATIO:\t{positives / (positives + negatives):N4} " +
            $"({positives:F1}/({positives:F1}+{negatives:F1}))";
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
