using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>A model that tells several classes apart.</summary>
internal interface IMulticlassModel : ICanSaveModel
{
    int FeatureCount { get; }

    int ClassCount { get; }

    void Score(in VBuffer<float> features, Span<float> scores);
}
