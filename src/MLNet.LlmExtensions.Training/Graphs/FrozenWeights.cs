namespace MLNet.LlmExtensions.Training.Graphs;

/// <summary>How weights that are not trained lie in memory.</summary>
internal enum FrozenWeights
{
    /// <summary>32 bits for each weight.</summary>
    Float32,

    /// <summary>16 bits: exact for checkpoints stored so, rounded for others.</summary>
    BFloat16,

    /// <summary>8 bits and one scale for each output of a linear layer; widened while a layer computes.</summary>
    Int8,

    /// <summary>4 bits of QLoRA's NormalFloat and one scale for 64 weights (<see href="https://arxiv.org/abs/2305.14314"/>).</summary>
    NF4,
}
