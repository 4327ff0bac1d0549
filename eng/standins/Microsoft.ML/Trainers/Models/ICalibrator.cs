namespace Microsoft.ML.Calibrators;

/// <summary>Turns the score of a model into a probability.</summary>
public interface ICalibrator
{
    /// <summary>The probability of the positive class.</summary>
    float PredictProbability(float output);
}
