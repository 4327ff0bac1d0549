using Microsoft.ML;

namespace MLNet.LlmExtensions.Rows;

/// <summary>
/// Numbers that a language model makes of the texts of a row, the columns that are made of the numbers, and how far to read
/// ahead for them. Rows and cursors need to know nothing else. Implementations may be used from several threads.
/// </summary>
internal abstract class TextComputation
{
    /// <summary>What users call the computation, for errors.</summary>
    public abstract string Operation { get; }

    /// <summary>The text columns that are read: one, or two for pairs of texts.</summary>
    public abstract IReadOnlyList<string> TextColumns { get; }

    /// <summary>The columns that are added, in order.</summary>
    public abstract IReadOnlyList<OutputColumn> Outputs { get; }

    /// <summary>The numbers of each row.</summary>
    public abstract int Width { get; }

    /// <summary>The most rows that are read ahead.</summary>
    public abstract int LookAheadRows { get; }

    /// <summary>The most characters that are read ahead, together with the values of vectors.</summary>
    public abstract int LookAheadCharacters { get; }

    /// <summary>Computes rows.</summary>
    /// <param name="texts">The texts of the first text column, row by row.</param>
    /// <param name="textPairs">The same of the second; empty where there is only one.</param>
    /// <param name="destination">Receives the numbers, <see cref="Width"/> for each row.</param>
    public abstract void Compute(ReadOnlySpan<string?> texts, ReadOnlySpan<string?> textPairs, Span<float> destination);

    /// <summary>Told by a cursor how many rows it has computed, and how many there are where the data knows.</summary>
    public abstract void Report(long rows, long? totalRows);

    /// <summary>Finds the text columns in data, or says why they will not do. Loads nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A text column is missing or not a text column.</exception>
    public DataViewSchema.Column[] FindTexts(DataViewSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return [.. TextColumns.Select(name => TextBindings.FindText(Operation, input, name))];
    }

    /// <summary>Binds the computation to the columns of data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A text column is missing or not a text column.</exception>
    public TextBindings Bind(DataViewSchema input)
    {
        // The columns are checked before the model is loaded, which may take long.
        var texts = FindTexts(input);
        return new TextBindings(input, texts, Outputs, Width);
    }
}
