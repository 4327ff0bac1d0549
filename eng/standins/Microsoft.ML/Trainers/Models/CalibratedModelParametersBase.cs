namespace Microsoft.ML.Calibrators;

/// <summary>A model with what turns its scores into probabilities.</summary>
public abstract class CalibratedModelParametersBase
{
    private protected CalibratedModelParametersBase(object subModel, ICalibrator calibrator)
    {
        SubModel = subModel;
        Calibrator = calibrator;
    }

    /// <summary>The model.</summary>
    public object SubModel { get; }

    /// <summary>What turns its scores into probabilities.</summary>
    public ICalibrator Calibrator { get; }
}
