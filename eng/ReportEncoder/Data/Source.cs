namespace ReportEncoder.Data;

/// <summary>One corpus, its share of each training stage, and what the model card says of it.</summary>
/// <param name="Name">The file name without extension, in the folders text and pairs.</param>
/// <param name="TextWeight">Share of the masked-language tokens.</param>
/// <param name="PairWeight">Share of the contrastive pairs that are its pairs.</param>
/// <param name="PassageWeight">Share of the contrastive pairs that are two neighbouring passages of one of its documents.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Licence">Under which licence it may be used.</param>
/// <param name="Address">Where it comes from.</param>
internal sealed record Source(
    string Name, double TextWeight, double PairWeight, double PassageWeight, string Title, string Licence, string Address);
