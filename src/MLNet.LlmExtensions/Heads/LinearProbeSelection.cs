namespace MLNet.LlmExtensions;

/// <summary>The strength of regularisation of a linear probe, and what the choice rests on.</summary>
/// <param name="L2Regularization">The strength that the probe was trained with.</param>
/// <param name="Scores">
/// The strengths that were tried, in ascending order, with their mean logarithmic loss on rows held out. Empty where the strength was given, or
/// where there were too few rows to try any. Far-off strengths are not tried.
/// </param>
public sealed record LinearProbeSelection(float L2Regularization, IReadOnlyList<LinearProbeScore> Scores);
