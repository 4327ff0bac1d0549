using System.Numerics.Tensors;

namespace ReportEncoder.Embeddings;

/// <summary>How often two tokens stand within a few places of each other; nearer ones count more.</summary>
internal sealed class CooccurrenceCounts(int vocabularySize)
{
    private const int Window = 6;
    private const double ContextSmoothing = 0.75;

    private readonly Table _counts = new(vocabularySize, vocabularySize);

    public void Add(ReadOnlySpan<int> document)
    {
        for (var i = 0; i < document.Length; i++)
        {
            var row = _counts.Row(document[i]);
            var end = Math.Min(i + Window, document.Length - 1);
            for (var j = i + 1; j <= end; j++)
                row[document[j]] += 1 - ((j - i - 1) / (float)Window);
        }
    }

    /// <summary>
    /// max(0, log(p(a, b) / (p(a) p'(b)))), made symmetric; p' is the smoothed distribution. The counts are used up.
    /// </summary>
    public Table ToPositiveInformation()
    {
        MakeSymmetric();
        var totals = new double[_counts.Rows];
        for (var i = 0; i < totals.Length; i++)
            totals[i] = TensorPrimitives.Sum<float>(_counts.Row(i));
        var total = totals.Sum();
        var smoothedTotal = totals.Sum(t => Math.Pow(t, ContextSmoothing));

        // log p(a, b) - ½ (log p(a) + log p'(a)) - ½ (log p(b) + log p'(b))
        var logarithms = totals.Select(t => t == 0 ? 0 : (float)(0.5 * (Math.Log(t / total)
            + (ContextSmoothing * Math.Log(t)) - Math.Log(smoothedTotal)))).ToArray();
        var logTotal = (float)Math.Log(total);
        for (var i = 0; i < totals.Length; i++)
        {
            var row = _counts.Row(i);
            for (var j = 0; j < row.Length; j++)
                row[j] = row[j] == 0 ? 0 : Math.Max(0, MathF.Log(row[j]) - logTotal - logarithms[i] - logarithms[j]);
        }

        return _counts;
    }

    private void MakeSymmetric()
    {
        for (var i = 0; i < _counts.Rows; i++)
        {
            for (var j = 0; j < i; j++)
                _counts.Row(i)[j] = _counts.Row(j)[i] += _counts.Row(i)[j];
            _counts.Row(i)[i] *= 2;
        }
    }
}
