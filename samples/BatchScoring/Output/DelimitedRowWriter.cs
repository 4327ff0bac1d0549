using System.Globalization;

namespace BatchScoring.Output;

/// <summary>Writes rows as comma-separated values: file, row, id, label, probability, and a column for each class.</summary>
internal sealed class DelimitedRowWriter : IRowWriter
{
    private readonly Stream _stream;
    private readonly OutputShape _shape;
    private readonly DelimitedLine _line = new();

    public DelimitedRowWriter(Stream stream, OutputShape shape)
    {
        _stream = stream;
        _shape = shape;
        _line.Add("file").Add("row");
        if (shape.HasId)
            _line.Add("id");
        _line.Add("label");
        if (!shape.LabelOnly)
        {
            _line.Add("probability");
            foreach (var name in shape.Classes)
                _line.Add($"p({name})");
        }

        _line.Write(stream);
    }

    public void Write(in ScoredRow row)
    {
        _line.Add(row.File).Add(row.Row.ToString(CultureInfo.InvariantCulture));
        if (_shape.HasId)
            _line.Add(row.Id ?? "");
        _line.Add(row.Result.Label);
        if (!_shape.LabelOnly)
        {
            _line.Add(row.Result.Probability);
            foreach (var probability in row.Result.Probabilities.Values)
                _line.Add(probability);
        }

        _line.Write(_stream);
    }

    public void Complete()
    {
    }
}
