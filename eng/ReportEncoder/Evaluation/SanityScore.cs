using System.Numerics.Tensors;
using MLNet.LlmExtensions.Inference;

namespace ReportEncoder.Evaluation;

/// <summary>Whether texts are nearer to their paraphrases than to changed meanings.</summary>
/// <param name="Kind">What was changed.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Right">The share of rows whose paraphrase is nearer.</param>
/// <param name="ParaphraseCosine">Mean cosine of texts and paraphrases.</param>
/// <param name="ChangedCosine">Mean cosine of texts and changed meanings.</param>
internal sealed record SanityScore(string Kind, int Rows, double Right, double ParaphraseCosine, double ChangedCosine)
{
    public const string AllKinds = "all";

    /// <summary>The scores of each kind, and of all together.</summary>
    public static IReadOnlyList<SanityScore> Measure(TextEmbedder embedder, IReadOnlyList<SanityRow> rows)
    {
        var cosines = rows.Select(row =>
        {
            var vectors = embedder.Embed([row.Text, row.Paraphrase, row.Changed]);
            return (row.Kind, Same: Cosine(vectors[0], vectors[1]), Changed: Cosine(vectors[0], vectors[2]));
        }).ToArray();
        return
        [
            .. cosines.GroupBy(row => row.Kind).Select(group => Of(group.Key, [.. group])),
            Of(AllKinds, cosines),
        ];

        static SanityScore Of(string kind, (string, double Same, double Changed)[] rows) => new(
            kind, rows.Length, rows.Count(row => row.Same > row.Changed) / (double)rows.Length,
            rows.Average(row => row.Same), rows.Average(row => row.Changed));

        static double Cosine(float[] a, float[] b) => TensorPrimitives.CosineSimilarity<float>(a, b);
    }
}
