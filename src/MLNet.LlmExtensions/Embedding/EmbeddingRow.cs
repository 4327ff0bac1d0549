using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Embedding;

/// <summary>A row with its embedding, which is computed when it is asked for, once for each position of the input row.</summary>
internal sealed class EmbeddingRow : DataViewRow
{
    private readonly LlmEmbeddingTransformer _transformer;
    private readonly EmbeddingBindings _bindings;
    private readonly DataViewRow _input;
    private readonly ValueGetter<ReadOnlyMemory<char>>? _textGetter;
    private readonly ValueGetter<VBuffer<float>>? _embeddingGetter;
    private readonly float[] _vector;
    private readonly string?[] _text = new string?[1];
    private long _embedded = -1;

    public EmbeddingRow(LlmEmbeddingTransformer transformer, EmbeddingBindings bindings, DataViewRow input, bool[] active)
    {
        _transformer = transformer;
        _bindings = bindings;
        _input = input;
        _vector = new float[bindings.Dimensions];
        if (active[bindings.EmbeddingIndex])
        {
            _textGetter = input.GetGetter<ReadOnlyMemory<char>>(bindings.TextColumn);
            _embeddingGetter = GetEmbedding;
        }
    }

    public override DataViewSchema Schema => _bindings.OutputSchema;

    public override long Position => _input.Position;

    public override long Batch => _input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column)
    {
        var index = _bindings.Index(column);
        return index == _bindings.EmbeddingIndex ? _embeddingGetter is not null : _input.IsColumnActive(_input.Schema[index]);
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        var index = _bindings.Index(column);
        return index == _bindings.EmbeddingIndex
            ? _bindings.Typed<TValue>(column, _embeddingGetter)
            : _input.GetGetter<TValue>(_input.Schema[index]);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _input.Dispose();
        }

        base.Dispose(disposing);
    }

    private void GetEmbedding(ref VBuffer<float> destination)
    {
        if (_embedded != _input.Position || _embedded < 0)
        {
            var text = default(ReadOnlyMemory<char>);
            _textGetter!(ref text);
            _text[0] = text.ToString();
            _transformer.Session.Embed(_text, _vector, _transformer.Options.CancellationToken);
            _embedded = _input.Position;
        }

        var editor = VBufferEditor.Create(ref destination, _vector.Length);
        _vector.CopyTo(editor.Values);
        destination = editor.Commit();
    }
}
