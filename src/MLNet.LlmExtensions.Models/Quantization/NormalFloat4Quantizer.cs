using System.Numerics;
using System.Numerics.Tensors;
using MLNet.LlmExtensions.Models.Graphs;
using Onnx;

namespace MLNet.LlmExtensions.Models.Quantization;

/// <summary>Packs weights as <see cref="NormalFloat4"/>: 4.5 bits for each with its share of the scale.</summary>
internal static class NormalFloat4Quantizer
{
    /// <summary>Halfway between neighbouring values: a number above boundary i is nearer to value i + 1 than to i.</summary>
    private static readonly float[] Boundaries = FindBoundaries();

    /// <summary>Quantises a tensor, reading a few blocks at a time.</summary>
    /// <param name="data">Where the tensor's elements are.</param>
    /// <param name="tensor">A floating-point tensor.</param>
    /// <param name="packed">Receives <see cref="NormalFloat4.PackedLength"/> bytes.</param>
    /// <param name="scales">Receives <see cref="NormalFloat4.BlockCount"/> numbers.</param>
    /// <exception cref="ArgumentException">A destination has another length.</exception>
    /// <exception cref="InvalidDataException">
    /// The tensor is not floating point, has fewer elements than its shape says, or holds numbers that are not finite.
    /// </exception>
    public static unsafe void Quantize(TensorData data, TensorProto tensor, Span<byte> packed, Span<float> scales)
    {
        var count = tensor.Dims.Aggregate(1L, (product, size) => checked(product * size));
        var blocks = NormalFloat4.BlockCount(count);
        if (packed.Length != NormalFloat4.PackedLength(count))
            throw new ArgumentException($"The tensor '{tensor.Name}' takes {NormalFloat4.PackedLength(count)} packed bytes; there is room for {packed.Length}.", nameof(packed));
        if (scales.Length != blocks)
            throw new ArgumentException($"The tensor '{tensor.Name}' has {blocks} blocks; there is room for {scales.Length} scales.", nameof(scales));

        fixed (byte* fixedPacked = packed)
        fixed (float* fixedScales = scales)
        {
            // Each piece is whole blocks and writes its own, so threads do not meet.
            var (target, scale) = ((nint)fixedPacked, (nint)fixedScales);
            TensorPieces.ForEach(data, tensor, count, TensorPieces.ComfortableLength, (start, piece) =>
            {
                for (var offset = 0; offset < piece.Length; offset += NormalFloat4.BlockSize)
                {
                    var block = piece.Slice(offset, Math.Min(NormalFloat4.BlockSize, piece.Length - offset));
                    var index = (start + offset) / NormalFloat4.BlockSize;
                    var codes = new Span<byte>((byte*)target + (index * NormalFloat4.BlockBytes), NormalFloat4.BlockBytes);
                    ((float*)scale)[index] = QuantizeBlock(block, codes);
                }
            });
        }

        if (!scales.IsEmpty && !float.IsFinite(TensorPrimitives.MaxMagnitude<float>(scales)))
            throw new InvalidDataException($"The weight '{tensor.Name}' holds values that are not finite and cannot be quantised.");
    }

    private static float QuantizeBlock(ReadOnlySpan<float> block, Span<byte> packed)
    {
        var largest = MathF.Abs(TensorPrimitives.MaxMagnitude(block));
        if (largest == 0)
        {
            packed.Fill((NormalFloat4.ZeroCode << 4) | NormalFloat4.ZeroCode);
            return 0;
        }

        // What a short block lacks is zeros. A division and not a product with the inverse, which is infinite for the
        // smallest scales.
        Span<float> scaled = stackalloc float[NormalFloat4.BlockSize];
        scaled.Clear();
        TensorPrimitives.Divide(block, largest, scaled);
        Span<int> codes = stackalloc int[NormalFloat4.BlockSize];
        var lanes = Vector<float>.Count;
        for (var i = 0; i < NormalFloat4.BlockSize; i += lanes)
        {
            // The code is the number of boundaries below the number; a comparison that holds gives -1.
            var value = new Vector<float>(scaled[i..]);
            var code = Vector<int>.Zero;
            foreach (var boundary in Boundaries)
                code -= Vector.GreaterThan(value, new Vector<float>(boundary));
            code.CopyTo(codes[i..]);
        }

        for (var i = 0; i < packed.Length; i++)
            packed[i] = (byte)((codes[2 * i] << 4) | codes[(2 * i) + 1]);
        return largest;
    }

    private static float[] FindBoundaries()
    {
        var values = NormalFloat4.Codebook;
        var boundaries = new float[values.Length - 1];
        for (var i = 0; i < boundaries.Length; i++)
            boundaries[i] = (float)(((double)values[i] + values[i + 1]) / 2);
        return boundaries;
    }
}
