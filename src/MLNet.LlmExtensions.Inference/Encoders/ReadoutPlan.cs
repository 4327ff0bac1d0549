using MLNet.LlmExtensions.Models;

namespace MLNet.LlmExtensions.Inference.Encoders;

/// <summary>Which readouts the model computes in a pass, and which of them make up the vector that is wanted.</summary>
/// <param name="Computed">What a pass computes, as it is written in the options.</param>
/// <param name="Keys">The same with nothing left open that the options or the model's files say.</param>
/// <param name="Wanted">The places of the wanted ones among the computed, in their order.</param>
internal sealed record ReadoutPlan(IReadOnlyList<EmbeddingReadout> Computed, IReadOnlyList<EmbeddingReadout> Keys, IReadOnlyList<int> Wanted)
{
    public static ReadoutPlan Of(TextEmbedderOptions options, LanguageModel model)
    {
        var whole = new EmbeddingReadout(options.Pooling ?? model.EmbeddingSettings.Pooling, options.Layer, options.Dimensions);
        var wanted = options.Readouts.Count > 0 ? options.Readouts : [new EmbeddingReadout()];
        if (options.Cache is null)
        {
            return new ReadoutPlan(wanted, [.. wanted.Select(Key)], [.. Enumerable.Range(0, wanted.Count)]);
        }

        EmbeddingReadout[] computed = [.. options.CachedReadouts.Concat(wanted).DistinctBy(Key)];
        EmbeddingReadout[] keys = [.. computed.Select(Key)];
        return new ReadoutPlan(computed, keys, [.. wanted.Select(readout => Array.IndexOf(keys, Key(readout)))]);

        EmbeddingReadout Key(EmbeddingReadout readout) => readout.Or(whole);
    }
}
