namespace TorchSharp;

public static partial class torch
{
    /// <summary>One place in the brackets of <c>tensor[...]</c>.</summary>
    public struct TensorIndex
    {
        /// <summary>As many whole dimensions as the others leave.</summary>
        public static TensorIndex Ellipsis = new(IndexKind.Ellipsis);

        /// <summary>A new dimension of one.</summary>
        public static TensorIndex None = new(IndexKind.NewDimension);

        /// <summary>A whole dimension.</summary>
        public static TensorIndex Colon = Slice();

        private TensorIndex(IndexKind kind) => Kind = kind;

        internal IndexKind Kind { get; }

        internal long? Start { get; private init; }

        internal long? Stop { get; private init; }

        internal long Step { get; private init; }

        internal Tensor Positions { get; private init; }

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range.start, range.end);

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new(IndexKind.Slice) { Start = start, Stop = stop, Step = step ?? 1 };

        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

        public static TensorIndex Slice(Range range)
        {
            long? start = range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value;
            long? end = !range.End.IsFromEnd ? range.End.Value : range.End.Value == 0 ? null : -range.End.Value;
            return Slice(start, end);
        }

        public static TensorIndex Single(long? index) => new(IndexKind.Single) { Start = index };

        public static TensorIndex Tensor(Tensor tensor) => new(IndexKind.Positions) { Positions = tensor };

        internal enum IndexKind
        {
            Slice,
            Single,
            Ellipsis,
            NewDimension,
            Positions,
        }
    }
}
