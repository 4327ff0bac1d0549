using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Embedding;

/// <summary>
/// How the columns of the output follow from those of the input: all of them in their places, and the embedding after the
/// last. A column of the embedding's name becomes hidden, as ML.NET does it.
/// </summary>
internal sealed class EmbeddingBindings
{
    public EmbeddingBindings(DataViewSchema input, string inputColumnName, string outputColumnName, int dimensions)
    {
        InputSchema = input;
        TextColumn = FindText(input, inputColumnName);
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        builder.AddColumn(outputColumnName, new VectorDataViewType(NumberDataViewType.Single, dimensions));
        OutputSchema = builder.ToSchema();
        Dimensions = dimensions;
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public DataViewSchema.Column TextColumn { get; }

    public int Dimensions { get; }

    /// <summary>The index of the embedding in the output. Smaller indices are those of the input.</summary>
    public int EmbeddingIndex => InputSchema.Count;

    /// <summary>Finds the text column, or says why it will not do.</summary>
    public static DataViewSchema.Column FindText(DataViewSchema input, string inputColumnName)
    {
        var column = input.GetColumnOrNull(inputColumnName)
            ?? throw new ArgumentOutOfRangeException(nameof(input), EmbeddingMessages.MissingColumn(inputColumnName, input.Select(c => c.Name)));
        return column.Type is TextDataViewType
            ? column
            : throw new ArgumentOutOfRangeException(
                nameof(input), EmbeddingMessages.NotText(inputColumnName, column.Type.ToString()!, column.Type is VectorDataViewType { ItemType: TextDataViewType }));
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

    /// <summary>The input columns that the marked output columns need.</summary>
    public DataViewSchema.Column[] Needed(bool[] active) =>
        [.. InputSchema.Where(column => active[column.Index] || (active[EmbeddingIndex] && column.Index == TextColumn.Index))];

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
