using EncoderTraining.Model;

namespace EncoderTraining.Export;

/// <summary>The names and layouts that Hugging Face's BERT gives to the encoder's weights.</summary>
internal static class BertWeights
{
    /// <summary>The encoder's tensors, named as in a BertModel.</summary>
    public static IEnumerable<WeightTensor> Of(BertEncoder encoder)
    {
        var embedding = encoder.Embedding;
        yield return WeightTensor.Table("embeddings.word_embeddings.weight", embedding.Words.Value);
        yield return WeightTensor.Table("embeddings.position_embeddings.weight", embedding.Positions.Value);
        yield return WeightTensor.Table("embeddings.token_type_embeddings.weight", embedding.Types.Value);
        foreach (var tensor in Of("embeddings.LayerNorm", embedding.Norm))
            yield return tensor;

        var size = encoder.Shape.HiddenSize;
        string[] projections = ["query", "key", "value"];
        for (var i = 0; i < encoder.Layers.Count; i++)
        {
            var (layer, prefix) = (encoder.Layers[i], $"encoder.layer.{i}.");
            foreach (var (part, name) in projections.Index())
            {
                var (weight, bias) = (layer.Attention.Projection.Weight.Value, layer.Attention.Projection.Bias.Value);
                yield return WeightTensor.Table(
                    $"{prefix}attention.self.{name}.weight", weight.Block(0, part * size, size, size).Transposed);
                yield return WeightTensor.Vector(
                    $"{prefix}attention.self.{name}.bias", bias.Block(0, part * size, 1, size));
            }

            IEnumerable<WeightTensor> others =
            [
                .. Of(prefix + "attention.output.dense", layer.Attention.Output),
                .. Of(prefix + "attention.output.LayerNorm", layer.AttentionNorm),
                .. Of(prefix + "intermediate.dense", layer.FeedForward.Intermediate),
                .. Of(prefix + "output.dense", layer.FeedForward.Output),
                .. Of(prefix + "output.LayerNorm", layer.OutputNorm),
            ];
            foreach (var tensor in others)
                yield return tensor;
        }
    }

    /// <summary>The masked-language head's tensors.</summary>
    public static IEnumerable<WeightTensor> Of(MaskedLanguageHead head) =>
    [
        .. Of("cls.predictions.transform.dense", head.Transform),
        .. Of("cls.predictions.transform.LayerNorm", head.Norm),
        WeightTensor.Vector("cls.predictions.bias", head.Bias.Value),
    ];

    // PyTorch keeps a linear layer's weight as [output, input].
    private static IEnumerable<WeightTensor> Of(string name, Linear layer) =>
    [
        WeightTensor.Table(name + ".weight", layer.Weight.Value.Transposed),
        WeightTensor.Vector(name + ".bias", layer.Bias.Value),
    ];

    private static IEnumerable<WeightTensor> Of(string name, LayerNorm norm) =>
    [
        WeightTensor.Vector(name + ".weight", norm.Weight.Value),
        WeightTensor.Vector(name + ".bias", norm.Bias.Value),
    ];
}
