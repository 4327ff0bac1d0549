namespace ReportEncoder.HardNegatives;

/// <summary>A text, another way to say the same, and one that looks alike and means something else.</summary>
/// <param name="Kind">What distinguishes the meanings: negation, laterality, value, or how the triple was mined.</param>
/// <param name="Text">The text.</param>
/// <param name="Positive">The same in other words.</param>
/// <param name="Negative">The changed meaning.</param>
/// <param name="Meaning">The same for triples of one meaning, which are not to be each other's negatives.</param>
internal sealed record Triple(string Kind, string Text, string Positive, string Negative, string Meaning);
