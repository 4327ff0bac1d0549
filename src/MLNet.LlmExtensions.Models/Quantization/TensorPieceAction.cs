namespace MLNet.LlmExtensions.Models.Quantization;

/// <summary>Treats a piece of a tensor.</summary>
/// <param name="start">The piece's first element in the tensor.</param>
/// <param name="values">Its elements; a scratch copy that may be changed.</param>
internal delegate void TensorPieceAction(long start, Span<float> values);
