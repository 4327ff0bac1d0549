using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.AutoML;

/// <summary>
/// Measures predictions. Not with ML.NET's evaluators: they want a predicted label that is still a key, where a pipeline that is to be
/// used ends with its name.
/// </summary>
internal static class MetricReader
{
    /// <summary>Measures scored data; rows without a label do not count.</summary>
    /// <exception cref="InvalidOperationException">A column is missing or of a type that is not classified.</exception>
    public static double Read(IDataView scored, SweepOptions options)
    {
        var (label, predicted) = (Column(scored, options.LabelColumnName), Column(scored, options.PredictedLabelColumnName));
        var counts = new Dictionary<string, Count>(StringComparer.Ordinal);
        var (rows, right) = (0, 0);
        using var cursor = scored.GetRowCursor([label, predicted]);
        var (labelOf, predictedOf) = (Names(cursor, label), Names(cursor, predicted));
        while (cursor.MoveNext())
        {
            if (labelOf() is not { } wanted)
            {
                continue;
            }

            var given = predictedOf() ?? "";
            rows++;
            right += wanted == given ? 1 : 0;
            Of(wanted).Rows++;
            Of(given).Predicted++;
            Of(wanted).Right += wanted == given ? 1 : 0;
        }

        return rows == 0 ? throw new InvalidOperationException($"No row of the validation data has a label in column '{label.Name}'.")
            : options.Metric == SweepMetric.Accuracy ? (double)right / rows
            : counts.Values.Average(count => 2.0 * count.Right / (count.Rows + count.Predicted));

        Count Of(string name)
        {
            if (!counts.TryGetValue(name, out var count))
            {
                counts.Add(name, count = new Count());
            }

            return count;
        }
    }

    private static DataViewSchema.Column Column(IDataView scored, string name) => scored.Schema.GetColumnOrNull(name)
        ?? throw new InvalidOperationException(
            $"The pipeline gives no column '{name}'; it gives {string.Join(", ", scored.Schema.Where(column => !column.IsHidden).Select(column => $"'{column.Name}'"))}.");

    private static Func<string?> Names(DataViewRowCursor cursor, DataViewSchema.Column column) => column.Type switch
    {
        KeyDataViewType { RawType: var raw } when raw == typeof(uint) => KeyNames(cursor, column),
        TextDataViewType => Getter<ReadOnlyMemory<char>>(cursor, column, static value => value.IsEmpty ? null : value.ToString()),
        BooleanDataViewType => Getter<bool>(cursor, column, static value => value.ToString()),
        _ => throw new InvalidOperationException(
            $"Column '{column.Name}' is of type {column.Type} after the pipeline; a sweep needs a key, a text or a Boolean. Let the pipeline map it with MapValueToKey."),
    };

    private static Func<string?> KeyNames(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        string[]? names = null;
        if (column.Annotations.Schema.GetColumnOrNull("KeyValues") is { Type: VectorDataViewType { ItemType: TextDataViewType } })
        {
            var values = default(VBuffer<ReadOnlyMemory<char>>);
            column.GetKeyValues(ref values);
            names = [.. values.DenseValues().Select(value => value.ToString())];
        }

        return Getter<uint>(cursor, column, value => value == 0 ? null : names?[value - 1] ?? value.ToString(CultureInfo.InvariantCulture));
    }

    private static Func<string?> Getter<T>(DataViewRowCursor cursor, DataViewSchema.Column column, Func<T, string?> name)
    {
        var getter = cursor.GetGetter<T>(column);
        var value = default(T)!;
        return () =>
        {
            getter(ref value);
            return name(value);
        };
    }

    private sealed class Count
    {
        public int Rows { get; set; }

        public int Predicted { get; set; }

        public int Right { get; set; }
    }
}
