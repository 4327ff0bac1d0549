namespace Microsoft.ML.Calibrators;

/// <inheritdoc/>
public abstract class CalibratedModelParametersBase<TSubModel, TCalibrator> : CalibratedModelParametersBase
    where TSubModel : class
    where TCalibrator : class, ICalibrator
{
    private protected CalibratedModelParametersBase(TSubModel subModel, TCalibrator calibrator)
        : base(subModel, calibrator)
    {
        SubModel = subModel;
        Calibrator = calibrator;
    }

    /// <summary>The model.</summary>
    public new TSubModel SubModel { get; }

    /// <summary>What turns its scores into probabilities.</summary>
    public new TCalibrator Calibrator { get; }
}
