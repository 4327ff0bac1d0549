using System.Buffers;
using MLNet.LlmExtensions.Models.Graphs;
using Onnx;

namespace MLNet.LlmExtensions.Models.Quantization;

/// <summary>Reads a stored tensor piece by piece as single precision, several pieces at a time.</summary>
internal static class TensorPieces
{
    /// <summary>Pieces of about this many elements stay in a core's cache and are still worth a hand-over; whole blocks.</summary>
    public const int ComfortableLength = 1 << 16;

    /// <summary>Hands each piece to an action; pieces are treated in any order and on any thread.</summary>
    /// <param name="data">Where the tensor's elements are.</param>
    /// <param name="tensor">A floating-point tensor.</param>
    /// <param name="count">Its number of elements.</param>
    /// <param name="pieceLength">Elements of each piece; the last one may be shorter.</param>
    /// <param name="action">Must not throw: what is wrong with the values is found out afterwards.</param>
    /// <exception cref="InvalidDataException">The tensor is not floating point, or has fewer elements.</exception>
    public static void ForEach(TensorData data, TensorProto tensor, long count, int pieceLength, TensorPieceAction action)
    {
        // The first look finds the tensor's place and whether it is complete; after that reading changes nothing in the
        // reader, so that threads may share it.
        if (count > 0)
            data.CopyFloats(tensor, count - 1, stackalloc float[1]);

        var pieces = (count + pieceLength - 1) / pieceLength;
        if (pieces == 1)
        {
            Treat(0);
            return;
        }

        Parallel.For(0, pieces, Treat);

        void Treat(long piece)
        {
            var start = piece * pieceLength;
            var length = (int)Math.Min(pieceLength, count - start);
            var buffer = ArrayPool<float>.Shared.Rent(length);
            try
            {
                data.CopyFloats(tensor, start, buffer.AsSpan(0, length));
                action(start, buffer.AsSpan(0, length));
            }
            finally
            {
                ArrayPool<float>.Shared.Return(buffer);
            }
        }
    }
}
