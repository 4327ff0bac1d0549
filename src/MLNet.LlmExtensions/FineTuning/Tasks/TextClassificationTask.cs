using Microsoft.ML;
using MLNet.LlmExtensions.Rows;

namespace MLNet.LlmExtensions.FineTuning.Tasks;

/// <summary>What kind of label a classifier learns, and which columns it makes of the probabilities of the classes.</summary>
internal abstract class TextClassificationTask
{
    /// <summary>The kind, as a saved model names it.</summary>
    public abstract TextClassificationKind Kind { get; }

    /// <summary>The names of the classes.</summary>
    public abstract IReadOnlyList<string> Classes { get; }

    /// <summary>The columns that are added.</summary>
    public abstract IReadOnlyList<OutputColumn> Outputs(TextClassificationColumns columns);

    /// <summary>Reads the classes of a cursor's row: their indices, or null where the label is missing.</summary>
    /// <param name="cursor">The cursor.</param>
    /// <param name="label">The label column, of the type that the task was made for.</param>
    public abstract Func<int[]?> LabelGetter(DataViewRowCursor cursor, DataViewSchema.Column label);

    /// <summary>Makes sure that labels of other data mean the same classes.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public abstract void EnsureSame(DataViewSchema.Column label);
}
