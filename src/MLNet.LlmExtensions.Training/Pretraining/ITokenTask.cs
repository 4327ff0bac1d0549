namespace MLNet.LlmExtensions.Training.Pretraining;

/// <summary>Makes what a model reads, and what it is to predict, of a row of tokens.</summary>
internal interface ITokenTask
{
    /// <summary>How many tokens of a row the model reads.</summary>
    int InputLength(int[] row);

    /// <summary>Whether there is anything to predict in a row.</summary>
    bool CanPredict(int[] row);

    /// <summary>Makes it.</summary>
    /// <param name="row">The row.</param>
    /// <param name="seed">Decides what is random; the same seed gives the same.</param>
    TokenTargets Apply(int[] row, long seed);
}
