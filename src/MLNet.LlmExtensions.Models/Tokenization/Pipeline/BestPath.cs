namespace MLNet.LlmExtensions.Models.Tokenization.Pipeline;

/// <summary>The best segmentation of a text up to a position (a column of the Viterbi table).</summary>
internal record struct BestPath
{
    /// <summary>The sum of its pieces' log probabilities.</summary>
    public double Score { get; set; }

    /// <summary>Where its last piece starts; -1 while no segmentation is known.</summary>
    public int Start { get; set; }

    /// <summary>Its last piece.</summary>
    public int Id { get; set; }
}
