namespace MLNet.LlmExtensions.Models;

/// <summary>How much a training row counts, by its class.</summary>
public enum ClassWeighting
{
    /// <summary>All rows count alike. Probabilities follow the frequencies of the training data.</summary>
    None,

    /// <summary>
    /// Half way, in logarithms: a row counts in proportion to 1 / √(rows of its class). Rare classes are found more often than
    /// without weights, at less cost in accuracy than with <see cref="Balanced"/>.
    /// </summary>
    SquareRoot,

    /// <summary>
    /// Each class counts alike: a row counts rows / (classes × rows of its class). Rare classes are found more often, at some
    /// cost in accuracy, and probabilities are those of data with equally frequent classes.
    /// </summary>
    Balanced,
}
