using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace BatchScoring.Input;

/// <summary>A Parquet file. A row group's columns are held in memory while its rows are read. Not thread-safe.</summary>
internal sealed class ParquetInputFile : IInputFile
{
    private readonly RowColumns _columns;
    private readonly ParquetReader _reader;
    private readonly DataField[] _texts;
    private readonly DataField? _id;
    private readonly long[] _firstRows;
    private int _loaded = -1;
    private string?[][] _textValues = [];
    private string?[]? _idValues;

    public ParquetInputFile(string path, string name, RowColumns columns)
    {
        Path = path;
        Name = name;
        Stamp = InputStamp.Of(path);
        _columns = columns;
        _reader = Guard(() => ParquetReader.CreateAsync(path).GetAwaiter().GetResult());
        var fields = _reader.Schema.Fields.OfType<DataField>().Where(field => !field.IsArray).ToArray();
        _ = Records.DelimitedHeader.Check([.. fields.Select(field => field.Name)], columns, $"'{path}' among columns of single values");
        _texts = [.. columns.Text.Select(text => Array.Find(fields, field => field.Name == text)!)];
        _id = Array.Find(fields, field => field.Name == columns.Id);
        if (Array.Find(_texts, field => !ParquetValues.IsText(field)) is { } other)
            throw new UserErrorException($"Column '{other.Name}' of '{path}' has values of type {other.ClrType.Name} and no texts.");
        if (_id is not null && !ParquetValues.CanRead(_id))
            throw new UserErrorException($"--id: column '{_id.Name}' of '{path}' has values of type {_id.ClrType.Name}. Strings and whole numbers can be ids.");
        _firstRows = [1, .. _reader.RowGroups.Select(group => group.RowCount)];
        for (var i = 1; i < _firstRows.Length; i++)
            _firstRows[i] += _firstRows[i - 1];
    }

    public string Path { get; }

    public string Name { get; }

    public InputStamp Stamp { get; }

    public FileContents Scan(int partRows, Action<long> progress, CancellationToken cancellation)
    {
        var rows = _firstRows[^1] - 1;
        var parts = new List<PartStart>();
        for (var first = 1L; first <= rows; first += partRows)
            parts.Add(new(first, (int)Math.Min(partRows, rows - first + 1), 0, 0));
        return new(new FileInfo(Path).Length, HashingStream.OfFile(Path, progress, cancellation), rows, parts);
    }

    public IEnumerable<InputRow> Read(PartStart part)
    {
        for (var row = part.FirstRow; row < part.FirstRow + part.Rows; row++)
        {
            var group = Group(row);
            Load(group);
            yield return new(row, 0, Parse((int)(row - _firstRows[group])), default);
        }
    }

    public void Dispose() => _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private ParsedRow Parse(int index)
    {
        var id = _idValues?[index];
        var texts = new string[_texts.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            if (_textValues[i][index] is not { } text)
                return ParsedRow.Bad($"the text '{_texts[i].Name}' is null", id);
            texts[i] = text;
        }

        return ParsedRow.Of(id, string.Join('\n', texts), _columns);
    }

    // The last group that begins at or before the row: groups may be empty.
    private int Group(long row)
    {
        var group = _loaded >= 0 && row >= _firstRows[_loaded] ? _loaded : 0;
        while (row >= _firstRows[group + 1])
            group++;
        return group;
    }

    private void Load(int group)
    {
        if (group == _loaded)
            return;
        _loaded = -1;
        _textValues = []; // the old ones may go before the new ones come
        _idValues = null;
        using var reader = _reader.OpenRowGroupReader(group);
        var rows = checked((int)reader.RowCount);
        _textValues = Array.ConvertAll(_texts, field => Guard(() => ParquetValues.Read(reader, field, rows)));
        _idValues = _id is null ? null : Guard(() => ParquetValues.Read(reader, _id, rows));
        _loaded = group;
    }

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is not (UserErrorException or OutOfMemoryException or OperationCanceledException))
        {
            // A damaged file fails in many ways, and none of the messages would help more.
            throw new UserErrorException(string.Create(
                CultureInfo.InvariantCulture, $"'{Path}' cannot be read as Parquet ({exception.GetType().Name}). Is it damaged or of another format?"));
        }
    }
}
