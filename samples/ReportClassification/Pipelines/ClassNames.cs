using Microsoft.ML;
using Microsoft.ML.Data;

namespace ReportClassification.Pipelines;

/// <summary>The names of the classes, which ML.NET keeps as the slot names of the score column.</summary>
internal static class ClassNames
{
    public static IReadOnlyList<string> Of(DataViewSchema.Column score)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        score.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}
