namespace MLNet.LlmExtensions.Models.Graphs.Architectures;

/// <summary>The output layer of decoders, which is mostly the token embedding used a second time.</summary>
internal static class LanguageModelHead
{
    public const string Name = "lm_head.weight";

    /// <summary>Scores of the next token from the final token vectors.</summary>
    /// <param name="builder">The graph.</param>
    /// <param name="hiddenState">[batch, sequence, hidden].</param>
    /// <param name="weight">The head's weight, [vocabulary, hidden], as a value of the graph.</param>
    public static string Build(TransformerBuilder builder, string hiddenState, string weight)
    {
        using var scope = builder.Graph.BeginScope("lm_head");
        return builder.Graph.MatMul(hiddenState, builder.Graph.Transpose(weight, 1, 0));
    }
}
