namespace EncoderTraining.Data;

/// <summary>One corpus and its share of each training stage.</summary>
/// <param name="Name">The file name without extension, in the folders text and pairs.</param>
/// <param name="TextWeight">Share of the masked-language tokens.</param>
/// <param name="PairWeight">Share of the contrastive batches that use its pairs.</param>
/// <param name="CropWeight">Share of the contrastive batches that use two neighbouring passages of one document.</param>
internal sealed record Source(string Name, double TextWeight, double PairWeight, double CropWeight = 0);
