namespace Microsoft.ML;

/// <summary>The names of a column and of what is computed from it.</summary>
public sealed class InputOutputColumnPair
{
    /// <summary>Creates a pair; without an input name both are the same.</summary>
    public InputOutputColumnPair(string outputColumnName, string inputColumnName = null)
    {
        OutputColumnName = Guard.NotEmpty(outputColumnName, nameof(outputColumnName));
        InputColumnName = inputColumnName ?? outputColumnName;
    }

    /// <summary>The name of the column that is read.</summary>
    public string InputColumnName { get; }

    /// <summary>The name of the column that is written.</summary>
    public string OutputColumnName { get; }

    internal static (string outputColumnName, string inputColumnName)[] ToTuples(InputOutputColumnPair[] columns) =>
        [.. Guard.NotNull(columns, nameof(columns)).Select(pair => (pair.OutputColumnName, pair.InputColumnName))];
}
