using AutoMLSweep.Commands;
using Microsoft.ML;
using Microsoft.ML.AutoML;
using MLNet.LlmExtensions;
using MLNet.LlmExtensions.AutoML;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using static Microsoft.ML.Transforms.ValueToKeyMappingEstimator;

namespace AutoMLSweep.Sweeps;

/// <summary>The pipelines that are swept over. This is all that using the library takes.</summary>
internal static class SweepPipelines
{
    /// <summary>Text → label, by a head on embeddings, by LoRA, or by whichever is better.</summary>
    public static SweepablePipeline Create(MLContext ml, SweepSettings settings, IReadOnlyList<LanguageModel> models, EmbeddingCache cache)
    {
        var keys = ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: KeyOrdinality.ByValue);
        var names = ml.Transforms.Conversion.MapKeyToValue("PredictedLabel");
        var tuned = models.Select(model => ml.Auto().LoraTextClassification(model, new LoraTextClassificationOptions { Seed = settings.Seed })).ToArray();
        if (settings.Trainers == TriedTrainers.Lora)
        {
            return keys.Append(tuned).Append(names);
        }

        var embedding = ml.Auto().LlmEmbedding(
            models,
            new LlmEmbeddingOptions { Embedder = new TextEmbedderOptions { Cache = cache } },
            models.Count == 1 ? LlmEmbeddingSearchSpace.For(models[0]) : new LlmEmbeddingSearchSpace { Readouts = [[new(PoolingMode.Mean)], [new(PoolingMode.Max)], [new(PoolingMode.Mean), new(PoolingMode.Max)]] });
        var probe = ml.Auto().LinearProbe(new LinearProbeOptions { Seed = settings.Seed });
        return settings.Trainers == TriedTrainers.Both
            ? keys.Append(embedding).Append([probe, .. tuned]).Append(names)
            : keys.Append(embedding).Append(probe).Append(names);
    }
}
