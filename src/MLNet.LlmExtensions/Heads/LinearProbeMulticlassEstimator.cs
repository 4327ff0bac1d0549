using Microsoft.ML;
using Microsoft.ML.Trainers;
using MLNet.LlmExtensions.Heads;

namespace MLNet.LlmExtensions;

/// <summary>
/// A linear probe for several classes: multinomial logistic regression on standardised features, without L1 regularisation and
/// with a strength of L2 regularisation chosen by cross-validation on the training rows; rows of rare classes count more
/// unless the options say otherwise. Made of ML.NET's own <c>NormalizeMeanVariance</c> and <c>LbfgsMaximumEntropy</c>.
/// </summary>
/// <remarks>
/// Reads the training data once. Adds <c>PredictedLabel</c> (a key) and <c>Score</c> (the probabilities of the classes).
/// Immutable and thread-safe.
/// </remarks>
public sealed class LinearProbeMulticlassEstimator
    : ITrainerEstimator<LinearProbeTransformer<MaximumEntropyModelParameters>, MaximumEntropyModelParameters>
{
    private static readonly MulticlassProbeTrainer Trainer = new();
    private readonly LinearProbeOptions _options;

    internal LinearProbeMulticlassEstimator(LinearProbeOptions options) => _options = options;

    /// <summary>What the built-in trainer inside says about itself. The probe normalises and caches by itself.</summary>
    public TrainerInfo Info => ProbeShape.Info(Trainer);

    /// <summary>Trains the probe.</summary>
    /// <param name="input">Data with features and label.</param>
    /// <returns>The trained probe.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has a type that will not do.</exception>
    /// <exception cref="InvalidDataException">A feature is not a finite number, or fewer than two classes have rows.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public LinearProbeTransformer<MaximumEntropyModelParameters> Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return ProbeFit<MaximumEntropyModelParameters>.Run(Trainer, _options, input);
    }

    /// <summary>The columns that come out, given those that go in.</summary>
    /// <param name="inputSchema">The columns that go in.</param>
    /// <returns>The same, with <c>PredictedLabel</c> and <c>Score</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has a type that will not do.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => ProbeShape.Output(Trainer, _options, inputSchema);
}
