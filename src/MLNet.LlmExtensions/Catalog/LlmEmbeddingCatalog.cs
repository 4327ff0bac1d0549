using Microsoft.ML;
using MLNet.LlmExtensions.Models;

namespace MLNet.LlmExtensions;

/// <summary>Adds LLM embeddings to <c>ml.Transforms.Text</c>.</summary>
public static class LlmEmbeddingCatalog
{
    /// <summary>
    /// Adds the embedding of a text column by a frozen language model as a vector column, as the model's own files say
    /// (pooling, normalisation, prompt, maximum length).
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column that receives the embedding.</param>
    /// <param name="inputColumnName">The text column.</param>
    /// <param name="model">The language model.</param>
    /// <returns>The estimator, to be appended like any other.</returns>
    /// <example>
    /// <code>
    /// var ml = new MLContext(seed: 1);
    /// var model = LanguageModel.FromPretrained("models/report-encoder-small");
    /// var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
    ///     .Append(ml.Transforms.Text.LlmEmbedding("Features", "Text", model))
    ///     .Append(ml.MulticlassClassification.Trainers.LinearProbe())
    ///     .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
    /// </code>
    /// </example>
    /// <exception cref="ArgumentException">A column's name is empty.</exception>
    public static LlmEmbeddingEstimator LlmEmbedding(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string inputColumnName, LanguageModel model) =>
        LlmEmbedding(
            catalog, model, new LlmEmbeddingOptions { OutputColumnName = outputColumnName, InputColumnName = inputColumnName });

    /// <summary>Adds the embedding of a text column by a frozen language model as a vector column.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">The language model.</param>
    /// <param name="options">The columns, how texts become vectors, where the model runs, progress and cancellation.</param>
    /// <returns>The estimator, to be appended like any other.</returns>
    /// <exception cref="ArgumentException">An option has a value that cannot be used. The message names it.</exception>
    public static LlmEmbeddingEstimator LlmEmbedding(
        this TransformsCatalog.TextTransforms catalog, LanguageModel model, LlmEmbeddingOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        return new LlmEmbeddingEstimator(model, options.Check(nameof(options)));
    }
}
