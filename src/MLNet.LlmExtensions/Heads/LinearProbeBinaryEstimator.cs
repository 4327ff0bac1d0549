using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Trainers;
using MLNet.LlmExtensions.Heads;

namespace MLNet.LlmExtensions;

/// <summary>
/// A linear probe for yes or no: logistic regression on standardised features, without L1 regularisation and with a strength
/// of L2 regularisation chosen by cross-validation on the training rows; rows of the rarer class count more unless
/// the options say otherwise. Made of ML.NET's own <c>NormalizeMeanVariance</c> and <c>LbfgsLogisticRegression</c>.
/// </summary>
/// <remarks>
/// Reads the training data once. Adds <c>PredictedLabel</c> (Boolean), <c>Score</c> (log-odds) and <c>Probability</c>.
/// Immutable and thread-safe.
/// </remarks>
public sealed class LinearProbeBinaryEstimator
    : ITrainerEstimator<
        LinearProbeTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>,
        CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>
{
    private static readonly BinaryProbeTrainer Trainer = new();
    private readonly LinearProbeOptions _options;

    internal LinearProbeBinaryEstimator(LinearProbeOptions options) => _options = options;

    /// <summary>What the built-in trainer inside says about itself. The probe normalises and caches by itself.</summary>
    public TrainerInfo Info => ProbeShape.Info(Trainer);

    /// <summary>Trains the probe.</summary>
    /// <param name="input">Data with features and label.</param>
    /// <returns>The trained probe.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has a type that will not do.</exception>
    /// <exception cref="InvalidDataException">A feature is not a finite number, or only one of the classes has rows.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public LinearProbeTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>> Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return ProbeFit<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>.Run(Trainer, _options, input);
    }

    /// <summary>The columns that come out, given those that go in.</summary>
    /// <param name="inputSchema">The columns that go in.</param>
    /// <returns>The same, with <c>PredictedLabel</c>, <c>Score</c> and <c>Probability</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has a type that will not do.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => ProbeShape.Output(Trainer, _options, inputSchema);
}
