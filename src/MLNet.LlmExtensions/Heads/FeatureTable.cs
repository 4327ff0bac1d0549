using Microsoft.Extensions.Logging;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Heads;

/// <summary>
/// The labelled rows of the training data, read once. What comes before a head may be slow (a language model), and choosing
/// the regularisation goes through the rows many times.
/// </summary>
internal sealed class FeatureTable
{
    // Rows are kept in blocks, so that no array grows beyond what the runtime allows.
    private const int BlockValues = 1 << 22;

    private readonly List<float[]> _blocks = [];
    private readonly List<int> _labels = [];
    private readonly int _rowsPerBlock;

    private FeatureTable(DataViewSchema.Column label, DataViewSchema.Column features, int classes)
    {
        LabelColumn = label;
        FeatureColumn = features;
        Classes = classes;
        Dimensions = ((VectorDataViewType)features.Type).Size;
        _rowsPerBlock = Math.Max(1, BlockValues / Dimensions);
    }

    public DataViewSchema.Column LabelColumn { get; }

    public DataViewSchema.Column FeatureColumn { get; }

    public int Dimensions { get; }

    /// <summary>The classes that the label's type knows; some may have no rows.</summary>
    public int Classes { get; }

    public int Rows => _labels.Count;

    /// <summary>A row's class, from 0.</summary>
    public int Label(int row) => _labels[row];

    public ReadOnlySpan<float> Features(int row) =>
        _blocks[row / _rowsPerBlock].AsSpan(row % _rowsPerBlock * Dimensions, Dimensions);

    /// <summary>Reads the rows.</summary>
    /// <exception cref="InvalidDataException">A feature is not a finite number, or fewer than two classes have rows.</exception>
    public static FeatureTable Read(IDataView data, ProbeColumns columns, ILogger logger, CancellationToken cancellationToken)
    {
        var table = new FeatureTable(columns.Label, columns.Features, columns.Classes);
        using var cursor = data.GetRowCursor([columns.Label, columns.Features]);
        var label = columns.LabelGetter(cursor);
        var features = cursor.GetGetter<VBuffer<float>>(columns.Features);
        var vector = default(VBuffer<float>);
        long missing = 0;
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (label() is var @class && @class < 0)
            {
                missing++;
                continue;
            }

            features(ref vector);
            table.Add(@class, vector, cursor.Position);
        }

        if (missing > 0)
        {
            logger.LogWarning("{Missing} rows without a label in column '{Column}' are left out of training", missing, columns.Label.Name);
        }

        return table.Checked(missing);
    }

    private FeatureTable Checked(long missing)
    {
        var present = _labels.Distinct().Count();
        return present >= 2
            ? this
            : throw new InvalidDataException(
                $"LinearProbe: at least two classes are needed, but the {Rows} labelled rows of column '{LabelColumn.Name}' have {present}" +
                (missing > 0 ? $" ({missing} more rows have no label)." : "."));
    }

    private void Add(int label, in VBuffer<float> vector, long position)
    {
        if (vector.Length != Dimensions)
        {
            throw new InvalidDataException(
                $"LinearProbe: row {position} has {vector.Length} numbers in column '{FeatureColumn.Name}' instead of {Dimensions}.");
        }

        foreach (var value in vector.GetValues())
        {
            if (!float.IsFinite(value))
            {
                throw new InvalidDataException(
                    $"LinearProbe: row {position} has a feature that is not a finite number ({value}) in column '{FeatureColumn.Name}'. " +
                    "Remove such rows or replace the values first, for example with ReplaceMissingValues.");
            }
        }

        if (Rows % _rowsPerBlock == 0)
        {
            _blocks.Add([]);
        }

        // A block grows with its rows: small data takes little memory.
        var row = Rows % _rowsPerBlock;
        var block = _blocks[^1];
        var needed = (row + 1) * Dimensions;
        if (block.Length < needed)
        {
            Array.Resize(ref block, Math.Min(Math.Max(needed, block.Length * 2), _rowsPerBlock * Dimensions));
            _blocks[^1] = block;
        }

        vector.CopyTo(block.AsSpan(row * Dimensions, Dimensions));
        _labels.Add(label);
    }
}
