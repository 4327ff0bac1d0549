using AutoMLSweep.Commands;
using Microsoft.ML;
using Microsoft.ML.AutoML;
using MLNet.LlmExtensions;
using MLNet.LlmExtensions.AutoML;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using static Microsoft.ML.Transforms.ValueToKeyMappingEstimator;

namespace AutoMLSweep.Sweeps;

/// <summary>The pipelines that are swept over. This is all that using the library takes.</summary>
internal static class SweepPipelines
{
    // Beginnings of texts: they often say enough, and training on them takes a fraction of the time.
    private static readonly int[] Lengths = [64, 128, 256];

    /// <summary>Text → label, by a head on embeddings, by fine-tuning, or by whichever is better.</summary>
    public static SweepablePipeline Create(MLContext ml, SweepSettings settings, IReadOnlyList<LanguageModel> models, EmbeddingCache cache)
    {
        var keys = ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: KeyOrdinality.ByValue);
        var names = ml.Transforms.Conversion.MapKeyToValue("PredictedLabel");
        SweepableEstimator[] tuned = [.. models.SelectMany(model => Tuned(ml, settings, model))];
        if (settings.Trainers is TriedTrainers.Lora or TriedTrainers.Full)
        {
            return keys.Append(tuned).Append(names);
        }

        var embedding = ml.Auto().LlmEmbedding(
            models,
            new LlmEmbeddingOptions { Embedder = new TextEmbedderOptions { Cache = cache } },
            models.Count == 1 ? LlmEmbeddingSearchSpace.For(models[0]) : new LlmEmbeddingSearchSpace { Readouts = [[new(PoolingMode.Mean)], [new(PoolingMode.Max)], [new(PoolingMode.Mean), new(PoolingMode.Max)]] });
        return keys.Append(embedding).Append([ml.Auto().LinearProbe(new LinearProbeOptions { Seed = settings.Seed }), .. tuned]).Append(names);
    }

    private static IEnumerable<SweepableEstimator> Tuned(MLContext ml, SweepSettings settings, LanguageModel model)
    {
        // No rows held back: the dev rows decide about the epochs, as about everything.
        var options = new LoraTextClassificationOptions { Seed = settings.Seed, LongText = LongTextHandling.Truncate, ValidationFraction = 0 };
        int[] lengths = [.. Lengths.Where(length => length < model.EmbeddingSettings.MaximumLength), model.EmbeddingSettings.MaximumLength];
        if (settings.Trainers is TriedTrainers.Lora or TriedTrainers.Both or TriedTrainers.All)
        {
            yield return ml.Auto().LoraTextClassification(model, options, new LoraSearchSpace { MaximumLengths = lengths });
        }

        if (settings.Trainers is TriedTrainers.Full or TriedTrainers.All)
        {
            yield return ml.Auto().LoraTextClassification(
                model, options with { Method = TransferMethod.Full, HeadFirst = true }, LoraSearchSpace.ForAllLayers(model) with { MaximumLengths = lengths });
        }
    }
}
