using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Rows;

/// <summary>
/// How the columns of the output follow from those of the input: all of them in their places, and the computed ones after the
/// last. A column of a computed one's name becomes hidden, as ML.NET does it.
/// </summary>
internal sealed class TextBindings
{
    private readonly IReadOnlyList<OutputColumn> _outputs;

    /// <param name="input">The columns that go in.</param>
    /// <param name="texts">Those of them that are computed from: one, or two for pairs of texts.</param>
    /// <param name="outputs">The columns that are computed.</param>
    /// <param name="width">The numbers of each row.</param>
    public TextBindings(DataViewSchema input, IReadOnlyList<DataViewSchema.Column> texts, IReadOnlyList<OutputColumn> outputs, int width)
    {
        InputSchema = input;
        TextColumn = texts[0];
        TextPairColumn = texts.Count > 1 ? texts[1] : null;
        Width = width;
        _outputs = outputs;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        foreach (var output in outputs)
        {
            builder.AddColumn(output.Name, output.Type, output.Annotations);
        }

        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public DataViewSchema.Column TextColumn { get; }

    /// <summary>The column of the second texts, or null where there are no pairs.</summary>
    public DataViewSchema.Column? TextPairColumn { get; }

    /// <summary>The numbers of each row.</summary>
    public int Width { get; }

    /// <summary>Finds a text column, or says why it will not do.</summary>
    public static DataViewSchema.Column FindText(string operation, DataViewSchema input, string name)
    {
        var column = input.GetColumnOrNull(name)
            ?? throw new ArgumentOutOfRangeException(
                nameof(input), ColumnMessages.Missing(operation, "input", name, input.Select(c => c.Name)));
        return column.Type is TextDataViewType
            ? column
            : throw new ArgumentOutOfRangeException(
                nameof(input), ColumnMessages.NotText(operation, name, column.Type.ToString()!, column.Type is VectorDataViewType { ItemType: TextDataViewType }));
    }

    /// <summary>Marks the output columns that a caller asks for.</summary>
    public bool[] Active(IEnumerable<DataViewSchema.Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var active = new bool[OutputSchema.Count];
        foreach (var column in columns)
        {
            active[Index(column)] = true;
        }

        return active;
    }

    /// <summary>Whether a column of the output is computed. All others are those of the input, with the same index.</summary>
    public bool IsComputed(int index) => index >= InputSchema.Count;

    /// <summary>Whether any of the marked columns is computed.</summary>
    public bool NeedsComputing(bool[] active) => active.AsSpan(InputSchema.Count).Contains(true);

    /// <summary>The input columns that the marked output columns need.</summary>
    public DataViewSchema.Column[] Needed(bool[] active)
    {
        var computes = NeedsComputing(active);
        return [.. InputSchema.Where(column => active[column.Index]
            || (computes && (column.Index == TextColumn.Index || column.Index == TextPairColumn?.Index)))];
    }

    /// <summary>The getters of the computed columns that are marked, by index; null elsewhere.</summary>
    public Delegate?[] ComputedGetters(bool[] active, IRowNumbers numbers)
    {
        var getters = new Delegate?[active.Length];
        for (var i = 0; i < _outputs.Count; i++)
        {
            var index = InputSchema.Count + i;
            getters[index] = active[index] ? _outputs[i].Getter(numbers) : null;
        }

        return getters;
    }

    /// <summary>The index of an output column, checked to be one of ours.</summary>
    public int Index(DataViewSchema.Column column) =>
        column.Index < OutputSchema.Count && OutputSchema[column.Index].Name == column.Name
            ? column.Index
            : throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' with index {column.Index} is not part of this data.");

    /// <summary>The getter, in the type that was asked for.</summary>
    public ValueGetter<TValue> Typed<TValue>(DataViewSchema.Column column, Delegate? getter) => getter switch
    {
        ValueGetter<TValue> typed => typed,
        null => throw new InvalidOperationException(
            $"Column '{column.Name}' is not active here: it was not among the columns asked for when the cursor or row was made."),
        _ => throw new InvalidOperationException(
            $"Column '{column.Name}' has values of type {OutputSchema[column.Index].Type.RawType}, not {typeof(TValue)}."),
    };
}
