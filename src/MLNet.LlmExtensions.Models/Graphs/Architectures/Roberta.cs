using MLNet.LlmExtensions.Models.Checkpoints;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Graphs.Architectures;

/// <summary>
/// RoBERTa (<see href="https://arxiv.org/abs/1907.11692"/>), XLM-RoBERTa and CamemBERT: BERT's layers, one token type, and
/// positions that are counted from behind the padding id.
/// </summary>
internal sealed class Roberta : ITransformerArchitecture
{
    private const int DefaultPaddingId = 1;

    public IReadOnlyList<string> ModelTypes { get; } = ["roberta", "xlm-roberta", "camembert"];

    public ModelConfiguration ReadConfiguration(ConfigurationFields fields)
    {
        var padding = fields.OptionalInt("pad_token_id", 0, ConfigurationFields.MaximumSize) ?? DefaultPaddingId;
        var configuration = BertLayers.ReadConfiguration(fields, unusablePositions: padding + 1);
        return configuration with { PadTokenId = padding };
    }

    public string BuildHiddenState(TransformerBuilder builder)
    {
        var graph = builder.Graph;
        var weights = builder.Weights;
        var configuration = builder.Configuration;
        var (hidden, padding) = (configuration.HiddenSize, configuration.PadTokenId!.Value);
        weights.DetectPrefix(BertLayers.EmbeddingsName, "", "roberta.", "camembert.", "model.");

        string sum;
        using (graph.BeginScope("embeddings"))
        {
            var words = graph.Gather(weights.Bind(BertLayers.EmbeddingsName, configuration.VocabularySize, hidden), builder.InputIds);

            // Tokens are told from padding by their id here, not by the mask: that is how the model was trained.
            var token = graph.Cast(graph.Node("Not", [graph.Equal(builder.InputIds, graph.Integer(padding))]), DataType.Int64);
            var ids = graph.Add(graph.Multiply(graph.CumulativeSum(token, axis: 1), token), graph.Integer(padding));
            var positions = graph.Gather(
                weights.Bind("embeddings.position_embeddings.weight", configuration.MaximumPositions + padding + 1, hidden), ids);
            sum = graph.Add(words, positions);
            if (configuration.TokenTypeCount > 0)
            {
                // RoBERTa has no second segment: every token is of type 0.
                var types = weights.Bind("embeddings.token_type_embeddings.weight", configuration.TokenTypeCount, hidden);
                sum = graph.Add(sum, graph.Slice(types, graph.Integers(0), graph.Integers(1), axis: 0));
            }
        }

        return BertLayers.Build(builder, sum);
    }
}
