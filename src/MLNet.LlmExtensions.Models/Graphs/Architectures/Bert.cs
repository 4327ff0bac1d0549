using MLNet.LlmExtensions.Models.Checkpoints;

namespace MLNet.LlmExtensions.Models.Graphs.Architectures;

/// <summary>BERT (<see href="https://arxiv.org/abs/1810.04805"/>): learnt positions, token types, norms after the residuals.</summary>
internal sealed class Bert : ITransformerArchitecture
{
    public IReadOnlyList<string> ModelTypes { get; } = ["bert"];

    public ModelConfiguration ReadConfiguration(ConfigurationFields fields)
    {
        var configuration = BertLayers.ReadConfiguration(fields, unusablePositions: 0);
        return configuration.TokenTypeCount > 0 ? configuration : configuration with { TokenTypeCount = 2 };
    }

    public string BuildHiddenState(TransformerBuilder builder)
    {
        var weights = builder.Weights;
        var configuration = builder.Configuration;
        var hidden = configuration.HiddenSize;
        weights.DetectPrefix(BertLayers.EmbeddingsName, "", "bert.", "model.");

        string sum;
        using (builder.Graph.BeginScope("embeddings"))
        {
            var words = builder.Graph.Gather(weights.Bind(BertLayers.EmbeddingsName, configuration.VocabularySize, hidden), builder.InputIds);
            var types = builder.Graph.Gather(
                weights.Bind("embeddings.token_type_embeddings.weight", configuration.TokenTypeCount, hidden), builder.TokenTypeIds);
            var positions = builder.Graph.Gather(
                weights.Bind("embeddings.position_embeddings.weight", configuration.MaximumPositions, hidden), builder.TokenPositions());
            sum = builder.Graph.Add(builder.Graph.Add(words, types), positions);
        }

        return BertLayers.Build(builder, sum);
    }
}
