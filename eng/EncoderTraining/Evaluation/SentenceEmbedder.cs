using System.Numerics.Tensors;
using EncoderTraining.Model;
using EncoderTraining.Numerics;
using EncoderTraining.Tokenizer;
using Buffer = EncoderTraining.Numerics.Buffer;

namespace EncoderTraining.Evaluation;

/// <summary>Embeds texts with an encoder; a long text is the mean of its windows' embeddings.</summary>
internal sealed class SentenceEmbedder(BertEncoder encoder, WordPieceEncoder tokenizer)
{
    private const int MaximumWindows = 4; // enough to judge by
    private const int BatchTokens = 4096;

    private readonly Buffer _pooled = new();
    private readonly PackedBatch _batch = new();
    private readonly List<int> _owners = [];

    /// <summary>One unit vector per text.</summary>
    public Matrix Embed(IReadOnlyList<string> texts)
    {
        var size = encoder.Shape.HiddenSize;
        var window = encoder.Shape.MaximumPositions - 2;
        var result = new Matrix(new float[texts.Count * size], texts.Count, size);
        for (var i = 0; i < texts.Count; i++)
        {
            var ids = tokenizer.Encode(texts[i]).AsSpan();
            var windows = Math.Clamp((ids.Length + window - 1) / window, 1, MaximumWindows);
            for (var w = 0; w < windows; w++)
            {
                var start = Math.Min(w * window, ids.Length);
                _batch.Add(WordPieceVocabulary.ClsId, ids[start..Math.Min(start + window, ids.Length)],
                    WordPieceVocabulary.SepId);
                _owners.Add(i);
            }

            if (_batch.TokenCount >= BatchTokens || i == texts.Count - 1)
                Flush(result);
        }

        for (var i = 0; i < texts.Count; i++)
            TensorPrimitives.Divide(result.Row(i), TensorPrimitives.Norm<float>(result.Row(i)), result.Row(i));
        return result;
    }

    private void Flush(Matrix result)
    {
        var pooled = _pooled.Matrix(_batch.SequenceCount, encoder.Shape.HiddenSize);
        MeanPooling.Forward(_batch, encoder.Forward(_batch), pooled, new float[_batch.SequenceCount]);
        for (var s = 0; s < _batch.SequenceCount; s++)
        {
            var row = result.Row(_owners[s]);
            TensorPrimitives.MultiplyAdd(pooled.Row(s), _batch.Length(s), row, row);
        }

        _batch.Clear();
        _owners.Clear();
    }
}
