namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>What a trained tensor starts as.</summary>
internal enum TensorInitialization
{
    /// <summary>The value that the graph's initializer has.</summary>
    FromGraph,

    /// <summary>Zeros.</summary>
    Zeros,

    /// <summary>Ones: the weights of a norm.</summary>
    Ones,

    /// <summary>
    /// Uniform between plus and minus <see cref="TrainableTensor.InitializationScale"/>: PyTorch's Kaiming uniform with
    /// a = √5, whose bound is 1/√(inputs).
    /// </summary>
    Uniform,

    /// <summary>Normal with mean 0 and the standard deviation <see cref="TrainableTensor.InitializationScale"/>.</summary>
    Normal,
}
