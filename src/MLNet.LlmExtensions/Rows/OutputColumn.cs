using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Rows;

/// <summary>A column that is made of a row's numbers.</summary>
/// <param name="name">Its name.</param>
/// <param name="type">The type of its values.</param>
/// <param name="annotations">What else is known of it; null for nothing.</param>
internal abstract class OutputColumn(string name, DataViewType type, DataViewSchema.Annotations? annotations)
{
    public string Name => name;

    public DataViewType Type => type;

    public DataViewSchema.Annotations? Annotations => annotations;

    /// <summary>Makes a <see cref="ValueGetter{TValue}"/> that reads the numbers.</summary>
    public abstract Delegate Getter(IRowNumbers numbers);
}
