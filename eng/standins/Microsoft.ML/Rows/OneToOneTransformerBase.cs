using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The base of the transformers that compute each new column from one column.</summary>
public abstract class OneToOneTransformerBase : RowToRowTransformerBase
{
    internal readonly (string outputColumnName, string inputColumnName)[] ColumnPairs;

    private protected OneToOneTransformerBase(
        HostEnvironment environment, params (string outputColumnName, string inputColumnName)[] columns)
        : base(environment)
    {
        var names = new HashSet<string>();
        foreach (var (output, input) in Guard.NotNull(columns, nameof(columns)))
        {
            Guard.NotEmpty(input, nameof(columns));
            Guard.Argument(names.Add(Guard.NotEmpty(output, nameof(columns))), nameof(columns),
                $"Name of the result column '{output}' specified multiple times");
        }

        ColumnPairs = columns;
    }

    private protected OneToOneTransformerBase(ModelLoadContext ctx)
        : this(ctx.Environment, ReadColumns(ctx.Reader))
    {
    }

    /// <summary>Saves the names, which the constructor with a <see cref="ModelLoadContext"/> reads.</summary>
    private protected void SaveColumns(ModelSaveContext ctx)
    {
        ctx.Writer.Write(ColumnPairs.Length);
        foreach (var (output, input) in ColumnPairs)
        {
            ctx.Writer.Write(output);
            ctx.Writer.Write(input);
        }
    }

    private static (string, string)[] ReadColumns(BinaryReader reader) =>
        [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => (reader.ReadString(), reader.ReadString()))];

    /// <summary>A mapper that has found its input columns.</summary>
    private protected abstract class OneToOneMapper : RowMapper
    {
        protected OneToOneMapper(OneToOneTransformerBase parent, DataViewSchema inputSchema)
            : base(inputSchema)
        {
            InputColumns = [.. parent.ColumnPairs.Select(pair => inputSchema.GetColumnOrNull(pair.inputColumnName)
                ?? throw Guard.SchemaMismatch(nameof(inputSchema), "input", pair.inputColumnName))];
        }

        protected DataViewSchema.Column[] InputColumns { get; }

        public override IEnumerable<int> GetDependencies(int outputColumn) => [InputColumns[outputColumn].Index];
    }
}
