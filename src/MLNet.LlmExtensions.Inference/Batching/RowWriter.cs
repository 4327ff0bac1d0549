using MLNet.LlmExtensions.Inference.Sessions;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Tokenization;

namespace MLNet.LlmExtensions.Inference.Batching;

/// <summary>Writes the rows of a batch: special tokens, padding, mask and types.</summary>
internal sealed class RowWriter
{
    private readonly LanguageModel _model;
    private readonly TextTokenizer _tokenizer;
    private readonly bool _hasPairs;
    private readonly int _vocabularySize;
    private readonly long _padTokenId;

    public RowWriter(LanguageModel model, bool hasPairs)
    {
        _model = model;
        _tokenizer = model.Tokenizer;
        _hasPairs = hasPairs;
        _vocabularySize = model.Configuration.VocabularySize is > 0 and var size ? size : int.MaxValue;
        var pad = _tokenizer.PadTokenId ?? model.Configuration.PadTokenId ?? 0;

        // A padded place is masked, so any row of the embedding will do where the pad token has none of its own.
        _padTokenId = pad >= 0 && pad < _vocabularySize ? pad : 0;
    }

    /// <summary>Writes the planner's rows from place <paramref name="first"/> on into the workspace's buffers.</summary>
    /// <returns>Tokens written, padding left out.</returns>
    public int Write(Workspace workspace, int first, int rows, int length)
    {
        var ids = workspace.Ids(rows, length);
        var mask = workspace.Mask(rows, length);
        var types = workspace.Types(rows, length);

        // The buffers may have served a caller with other texts. Single texts have type 0 throughout.
        types.Clear();
        if (workspace.Row.Length < length)
        {
            workspace.Row = new int[length];
            workspace.RowTypes = new int[length];
        }

        var tokens = 0;
        for (var row = 0; row < rows; row++)
        {
            var count = WriteRow(workspace, workspace.Windows[workspace.Planner.Row(first + row)]);
            Widen(workspace.Row.AsSpan(0, count), ids.Slice(row * length, count));
            ids.Slice((row * length) + count, length - count).Fill(_padTokenId);
            mask.Slice(row * length, count).Fill(1);
            mask.Slice((row * length) + count, length - count).Clear();
            if (_hasPairs && !types.IsEmpty)
            {
                WidenTypes(workspace.RowTypes.AsSpan(0, count), types.Slice(row * length, count));
            }

            tokens += count;
        }

        return tokens;
    }

    private int WriteRow(Workspace workspace, in TextWindow window)
    {
        var ids = workspace.Tokens.Ids;
        var content = ids.Slice(window.Start, window.Length);
        return _hasPairs
            ? _tokenizer.WritePairWithSpecialTokens(content, ids.Slice(window.PairStart, window.PairLength), workspace.Row, workspace.RowTypes)
            : _tokenizer.WriteWithSpecialTokens(content, workspace.Row);
    }

    private void Widen(ReadOnlySpan<int> source, Span<long> destination)
    {
        for (var i = 0; i < source.Length; i++)
        {
            if ((uint)source[i] >= (uint)_vocabularySize)
            {
                throw new InvalidDataException(
                    $"The tokenizer in '{_model.Folder}' gives the token id {source[i]}, but the model's embedding has only " +
                    $"{_vocabularySize} rows. The tokenizer's files and the weights do not belong together.");
            }

            destination[i] = source[i];
        }
    }

    private static void WidenTypes(ReadOnlySpan<int> source, Span<long> destination)
    {
        for (var i = 0; i < source.Length; i++)
        {
            destination[i] = source[i];
        }
    }
}
