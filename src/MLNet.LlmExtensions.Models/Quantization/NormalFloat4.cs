namespace MLNet.LlmExtensions.Models.Quantization;

/// <summary>The 4-bit NormalFloat data type of QLoRA (<see href="https://arxiv.org/abs/2305.14314"/>, appendix E).</summary>
/// <remarks>
/// <para>
/// Weights of a trained layer are close to normally distributed, so the 16 values are quantiles of a normal distribution,
/// scaled to [-1, 1], with an exact zero.
/// </para>
/// <para>
/// Layout of a packed tensor: its elements in row-major order are cut into blocks of <see cref="BlockSize"/>, across the ends of
/// rows. A block has a scale, its largest magnitude, and 32 bytes with two codes each: the earlier element in the <b>high</b>
/// four bits, the later one in the low four. Element <c>i</c> is <c>Codebook[code i] × scales[i / 64]</c>. The last block is
/// filled up with <see cref="ZeroCode"/>, so packed tensors are whole blocks. One look-up in a table of 256 pairs thus
/// unpacks a byte in order.
/// </para>
/// </remarks>
internal static class NormalFloat4
{
    /// <summary>Elements that share a scale.</summary>
    public const int BlockSize = 64;

    /// <summary>Bytes of a block's codes.</summary>
    public const int BlockBytes = BlockSize / 2;

    /// <summary>The code of 0.</summary>
    public const byte ZeroCode = 7;

    /// <summary>The values of the codes 0 to 15, ascending, as published.</summary>
    public static ReadOnlySpan<float> Codebook =>
    [
        -1.0f, -0.6961928009986877f, -0.5250730514526367f, -0.39491748809814453f,
        -0.28444138169288635f, -0.18477343022823334f, -0.09105003625154495f, 0.0f,
        0.07958029955625534f, 0.16093020141124725f, 0.24611230194568634f, 0.33791524171829224f,
        0.44070982933044434f, 0.5626170039176941f, 0.7229568362236023f, 1.0f,
    ];

    /// <summary>The number of scales of a tensor.</summary>
    public static long BlockCount(long elements) => (elements / BlockSize) + (elements % BlockSize == 0 ? 0 : 1);

    /// <summary>The number of bytes of a packed tensor.</summary>
    public static long PackedLength(long elements) => BlockCount(elements) * BlockBytes;
}
