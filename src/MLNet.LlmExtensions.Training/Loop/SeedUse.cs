namespace MLNet.LlmExtensions.Training.Loop;

/// <summary>The random sequences of a training, each with a seed of its own from the one of the options.</summary>
internal static class SeedUse
{
    /// <summary>Which rows are held back for validation.</summary>
    public const long Split = 1;

    /// <summary>The order of the rows.</summary>
    public const long Order = 2;

    /// <summary>The initial values of the head.</summary>
    public const long Head = 3;

    /// <summary>The initial values of the model's new parameters.</summary>
    public const long Parameters = 4;

    /// <summary>What dropout drops inside the model; mixed with the number of the step and the batch.</summary>
    public const long ModelDropout = 5;

    /// <summary>Which rows are compared.</summary>
    public const long Pairs = 8;

    /// <summary>What dropout drops before the head; mixed with the number of the step and the batch.</summary>
    public const long HeadDropout = 6;

    /// <summary>What hides tokens; mixed with the number of the epoch and of the row.</summary>
    public const long Masking = 7;
}
