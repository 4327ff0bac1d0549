namespace MLNet.LlmExtensions;

/// <summary>How a strength of regularisation did on rows held out.</summary>
/// <param name="L2Regularization">The strength.</param>
/// <param name="LogLoss">The mean of −ln(probability of the right class), weighted like the training rows. Less is better.</param>
public readonly record struct LinearProbeScore(float L2Regularization, double LogLoss);
