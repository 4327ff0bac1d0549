using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Rows;

/// <summary>A column of single values: a score, a key, a Boolean.</summary>
internal sealed class ValueOutput<T>(string name, DataViewType type, DataViewSchema.Annotations? annotations, RowValue<T> value)
    : OutputColumn(name, type, annotations)
{
    public override Delegate Getter(IRowNumbers numbers) => new ValueGetter<T>((ref T result) => result = value(numbers.Numbers));
}
