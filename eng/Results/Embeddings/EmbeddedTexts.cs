using ReportClassification.Data;

namespace Results.Embeddings;

/// <summary>The rows of a data file as vectors.</summary>
/// <param name="values">The vectors, one after the other, in file order.</param>
/// <param name="positions">The rows' places in the file, in the same order.</param>
/// <param name="dimensions">The length of a vector.</param>
/// <param name="secondsPerText">How long embedding took, divided by the texts.</param>
internal sealed class EmbeddedTexts(float[] values, IReadOnlyList<long> positions, int dimensions, double secondsPerText)
{
    private readonly Dictionary<long, int> _index = positions.Select((position, i) => (position, i)).ToDictionary(pair => pair.position, pair => pair.i);

    /// <summary>How long embedding a text took, in seconds.</summary>
    public double SecondsPerText => secondsPerText;

    /// <summary>The vector of a row.</summary>
    public float[] Of(LabelledReport row) => values.AsSpan(_index[row.Position] * dimensions, dimensions).ToArray();
}
