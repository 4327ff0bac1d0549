namespace Microsoft.ML.Data;

/// <summary>A view of a text file, read anew by each cursor.</summary>
internal sealed class TextFileDataView : IDataView
{
    private readonly string _path;
    private readonly TextFormat _format;
    private readonly TextColumn[] _columns;

    public TextFileDataView(string path, TextFormat format, TextColumn[] columns)
    {
        _path = path;
        _format = format;
        _columns = columns;
        var builder = new DataViewSchema.Builder();
        foreach (var column in columns)
            builder.AddColumn(column.Name, column.Type);
        Schema = builder.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(this, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    // Comments and empty lines count nowhere, not even as the header.
    private static string ReadLine(StreamReader reader)
    {
        string line;
        do
        {
            line = reader.ReadLine();
        }
        while (line is not null && (line.Length == 0 || line.StartsWith("//", StringComparison.Ordinal)));
        return line;
    }

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly TextFileDataView _view;
        private readonly Delegate[] _getters;
        private readonly StreamReader _reader;
        private readonly TextLine _line;
        private bool _done;
        private long _position = -1;

        public Cursor(TextFileDataView view, IEnumerable<DataViewSchema.Column> columnsNeeded)
        {
            _view = view;
            _line = new TextLine(view._format);
            _getters = [.. ActiveColumns.Flags(Schema, columnsNeeded).Select((active, i) => active ? CreateGetter(i) : null)];
            _reader = new StreamReader(view._path);
            if (view._format.HasHeader)
                ReadLine(_reader);
        }

        public override DataViewSchema Schema => _view.Schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool MoveNext()
        {
            if (_done || ReadLine(_reader) is not { } line)
            {
                _done = true;
                _position = -1;
                return false;
            }

            _line.Read(line);
            _position++;
            return true;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
        {
            CheckCurrent();
            value = new DataViewRowId((ulong)_position, 0);
        };

        public override bool IsColumnActive(DataViewSchema.Column column) => _getters[column.Index] is not null;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Guard.State(IsColumnActive(column), $"The column '{column.Name}' is not active.");
            return Getters.Cast<TValue>(_getters[column.Index], column);
        }

        protected override void Dispose(bool disposing)
        {
            _done = true;
            _position = -1;
            _reader.Dispose();
        }

        private Delegate CreateGetter(int index)
        {
            var column = _view._columns[index];
            string method = column.Type is VectorDataViewType ? nameof(VectorGetter) : nameof(ScalarGetter);
            return (Delegate)Generic.Invoke(typeof(Cursor), this, method, [column.Type.ItemType().RawType], column);
        }

        private ValueGetter<T> ScalarGetter<T>(TextColumn column)
        {
            var parse = TextValues.Parser<T>(column.Type);
            return (ref T value) =>
            {
                CheckCurrent();
                value = parse(_line[column.Fields[0]]);
            };
        }

        private ValueGetter<VBuffer<T>> VectorGetter<T>(TextColumn column)
        {
            var parse = TextValues.Parser<T>(column.Type.ItemType());
            return (ref VBuffer<T> value) =>
            {
                CheckCurrent();
                var editor = VBufferEditor.Create(ref value, column.Fields.Length);
                for (int i = 0; i < column.Fields.Length; i++)
                    editor.Values[i] = parse(_line[column.Fields[i]]);
                value = editor.Commit();
            };
        }

        private void CheckCurrent() =>
            Guard.State(_position >= 0, "Values cannot be fetched at this time: there is no current row.");
    }
}
