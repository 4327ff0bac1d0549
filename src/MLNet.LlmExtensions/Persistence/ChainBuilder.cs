using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>Fits estimators one after the other on data that has no rows: what is needed of it are the columns.</summary>
internal sealed class ChainBuilder
{
    private readonly MLContext _context;
    private readonly List<ITransformer> _parts = [];

    /// <param name="context">The environment.</param>
    /// <param name="columns">The columns that the chain starts from; whatever they are, here they are texts.</param>
    public ChainBuilder(MLContext context, IReadOnlyList<string> columns)
    {
        _context = context;
        var definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Text)].ColumnName = columns[0];
        Data = context.Data.LoadFromEnumerable(Array.Empty<Row>(), definition);
        foreach (var column in columns.Skip(1).Except([columns[0]], StringComparer.Ordinal))
        {
            Data = context.Transforms.CopyColumns(column, columns[0]).Fit(Data).Transform(Data);
        }
    }

    /// <summary>The data as it leaves the last part.</summary>
    public IDataView Data { get; private set; }

    public void Add(IEstimator<ITransformer> estimator) => Add(estimator.Fit(Data));

    public void Add(ITransformer part)
    {
        _parts.Add(part);
        Data = part.Transform(Data);
    }

    /// <summary>Copies columns, with all that is known of them.</summary>
    public void Copy(IEnumerable<string> columns, Func<string, string> newName)
    {
        foreach (var column in columns)
        {
            Add(_context.Transforms.CopyColumns(newName(column), column));
        }
    }

    /// <summary>Gives columns other names.</summary>
    public void Move(IEnumerable<(string From, string To)> columns)
    {
        var moves = columns.ToArray();
        foreach (var (from, to) in moves)
        {
            Add(_context.Transforms.CopyColumns(to, from));
        }

        if (moves.Length > 0)
        {
            Add(_context.Transforms.DropColumns([.. moves.Select(move => move.From)]));
        }
    }

    public TransformerChain<ITransformer> ToChain() => new([.. _parts]);

    private sealed class Row
    {
        public string Text { get; set; } = "";
    }
}
