using Microsoft.ML;
using Microsoft.ML.Data;
using MLNet.LlmExtensions.Rows;

namespace MLNet.LlmExtensions.Serving.Models;

/// <summary>Reads the probabilities of a scored row, with the names of the classes.</summary>
internal sealed class ClassReader
{
    private readonly bool _isBinary;
    private readonly string _column;
    private readonly string[] _classes;

    private ClassReader(bool isBinary, string column, string[] classes)
    {
        _isBinary = isBinary;
        _column = column;
        _classes = classes;
    }

    /// <summary>The names of the classes, in the order of the probabilities.</summary>
    public IReadOnlyList<string> Classes => _classes;

    /// <summary>Finds the probabilities in what a model gives.</summary>
    /// <exception cref="InvalidDataException">There are none; the message says what was looked for.</exception>
    public static ClassReader Of(DataViewSchema schema, LlmTextClassifierOptions options)
    {
        if (schema.GetColumnOrNull(options.ScoreColumnName) is { Type: VectorDataViewType { IsKnownSize: true } type } score && type.ItemType == NumberDataViewType.Single)
        {
            return new ClassReader(isBinary: false, score.Name, SlotNames.Of(score));
        }

        if (schema.GetColumnOrNull(options.ProbabilityColumnName) is { } probability && probability.Type == NumberDataViewType.Single)
        {
            return new ClassReader(isBinary: true, probability.Name, [bool.FalseString, bool.TrueString]);
        }

        throw new InvalidDataException(
            $"The model '{options.ModelPath}' is no classifier of texts: it gives neither a vector of numbers in column '{options.ScoreColumnName}' nor a number in " +
            $"column '{options.ProbabilityColumnName}'. It gives {string.Join(", ", schema.Select(column => $"'{column.Name}'"))}.");
    }

    /// <summary>Reads all rows.</summary>
    public TextClassification[] Read(IDataView scored, int rows)
    {
        var column = scored.Schema[_column];
        using var cursor = scored.GetRowCursor([column]);
        var read = _isBinary ? Binary(cursor, column) : Scores(cursor, column);
        var results = new TextClassification[rows];
        for (var row = 0; row < rows; row++)
        {
            results[row] = cursor.MoveNext()
                ? Classification(read())
                : throw new InvalidDataException($"The model gives {row} rows for {rows} texts: it leaves rows out, which a served model must not do.");
        }

        return results;
    }

    private static Func<ReadOnlyMemory<float>> Binary(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        var getter = cursor.GetGetter<float>(column);
        var value = 0f;
        var both = new float[2];
        return () =>
        {
            getter(ref value);
            (both[0], both[1]) = (1 - value, value);
            return both;
        };
    }

    private static Func<ReadOnlyMemory<float>> Scores(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        var getter = cursor.GetGetter<VBuffer<float>>(column);
        var value = default(VBuffer<float>);
        var dense = new float[((VectorDataViewType)column.Type).Size];
        return () =>
        {
            getter(ref value);
            value.CopyTo(dense);
            return dense;
        };
    }

    private TextClassification Classification(ReadOnlyMemory<float> scores)
    {
        var values = scores.Span;
        var best = 0;
        var probabilities = new OrderedDictionary<string, float>(_classes.Length, StringComparer.Ordinal);
        for (var i = 0; i < _classes.Length; i++)
        {
            probabilities.Add(_classes[i], values[i]);
            best = values[i] > values[best] ? i : best;
        }

        return new TextClassification(_classes[best], values[best], probabilities);
    }
}
