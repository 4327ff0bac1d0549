using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Rows;

/// <summary>The names of a vector column's slots.</summary>
internal static class SlotNames
{
    /// <summary>Reads them. A slot without a name is called by its number.</summary>
    /// <param name="column">A vector column of known size.</param>
    public static string[] Of(DataViewSchema.Column column)
    {
        if (!column.HasSlotNames())
        {
            return [.. Enumerable.Range(0, ((VectorDataViewType)column.Type).Size).Select(Number)];
        }

        var names = default(VBuffer<ReadOnlyMemory<char>>);
        column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select((name, slot) => name.IsEmpty ? Number(slot) : name.ToString())];
    }

    private static string Number(int slot) => slot.ToString(CultureInfo.InvariantCulture);
}
