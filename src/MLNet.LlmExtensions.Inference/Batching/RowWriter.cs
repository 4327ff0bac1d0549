using System.Numerics.Tensors;
using MLNet.LlmExtensions.Inference.Sessions;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Tokenization;
using MLNet.LlmExtensions.Models.Tokenization.Windows;

namespace MLNet.LlmExtensions.Inference.Batching;

/// <summary>Writes the rows of a batch: special tokens, padding, mask and types.</summary>
internal sealed class RowWriter
{
    private readonly TextTokenizer _tokenizer;
    private readonly bool _hasPairs;
    private readonly ModelVocabulary _vocabulary;

    public RowWriter(LanguageModel model, bool hasPairs)
    {
        _tokenizer = model.Tokenizer;
        _hasPairs = hasPairs;
        _vocabulary = new ModelVocabulary(model);
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
            _vocabulary.Check(workspace.Row.AsSpan(0, count));
            Widen(workspace.Row.AsSpan(0, count), ids.Slice(row * length, count));
            ids.Slice((row * length) + count, length - count).Fill(_vocabulary.PadTokenId);
            mask.Slice(row * length, count).Fill(1);
            mask.Slice((row * length) + count, length - count).Clear();
            if (_hasPairs && !types.IsEmpty)
            {
                Widen(workspace.RowTypes.AsSpan(0, count), types.Slice(row * length, count));
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

    private static void Widen(ReadOnlySpan<int> source, Span<long> destination) =>
        TensorPrimitives.ConvertTruncating(source, destination);
}
