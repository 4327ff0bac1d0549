namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>What a graph computes.</summary>
public enum GraphOutput
{
    /// <summary><c>sentence_embedding</c>, float [batch, dimensions]: one vector for each text.</summary>
    SentenceEmbedding,

    /// <summary><c>last_hidden_state</c>, float [batch, sequence, hidden]: one vector for each token.</summary>
    LastHiddenState,

    /// <summary><c>logits</c>, float [batch, sequence, vocabulary]: scores of the next token. Decoders only.</summary>
    Logits,
}
