namespace MLNet.LlmExtensions.Training;

/// <summary>Two texts and how alike they are.</summary>
/// <param name="Text">The one text.</param>
/// <param name="Other">The other.</param>
/// <param name="Similarity">The cosine that their vectors are to have: 1 for the same meaning, 0 for nothing in common, −1 at the least.</param>
public sealed record ScoredSentencePair(string Text, string Other, double Similarity);
