namespace MLNet.LlmExtensions.Models;

/// <summary>How weights that are not trained are kept in memory. They are turned into the type of the computation as they are used.</summary>
/// <remarks>
/// With less than 32 bits what is trained learns beside rounded weights, while ONNX Runtime serves the model's own: scores in
/// prediction then differ a little from those that training and validation saw.
/// </remarks>
public enum FrozenWeightPrecision
{
    /// <summary>32-bit floats. The default.</summary>
    Float32,

    /// <summary>bfloat16: two bytes for each weight.</summary>
    BFloat16,

    /// <summary>8-bit integers with one scale for each output: about one byte for each weight.</summary>
    Int8,

    /// <summary>
    /// 4-bit NormalFloat with block-wise scales, as in QLoRA (<see href="https://arxiv.org/abs/2305.14314">Dettmers et al., 2023</see>):
    /// little more than half a byte for each weight.
    /// </summary>
    Nf4,
}
