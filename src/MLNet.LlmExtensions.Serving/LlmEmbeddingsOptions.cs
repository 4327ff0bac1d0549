using MLNet.LlmExtensions.Inference;

namespace MLNet.LlmExtensions.Serving;

/// <summary>Embeddings that are served: see <c>services.AddLlmEmbeddings</c>.</summary>
public sealed class LlmEmbeddingsOptions : LlmServiceOptions
{
    /// <summary>The folder of the language model.</summary>
    public string ModelFolder { get; set; } = "";

    /// <summary>
    /// How texts become vectors. Device and threads are those of these options. The default is what the model's own files say.
    /// </summary>
    public TextEmbedderOptions Embedder { get; set; } = new();

    private protected override IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(ModelFolder))
        {
            yield return $"{nameof(ModelFolder)} must name the folder of a language model.";
        }

        if (Embedder is null)
        {
            yield return $"{nameof(Embedder)} must not be null.";
        }

        foreach (var problem in base.Problems())
        {
            yield return problem;
        }
    }
}
