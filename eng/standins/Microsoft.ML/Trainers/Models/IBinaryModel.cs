using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>A model that tells two classes apart.</summary>
internal interface IBinaryModel : ICanSaveModel
{
    int FeatureCount { get; }

    /// <summary>Turns scores into probabilities; null: there are none.</summary>
    ICalibrator Calibrator { get; }

    float Score(in VBuffer<float> features);
}
