using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>The base of the options of trainers.</summary>
public abstract class TrainerInputBase
{
    private protected TrainerInputBase()
    {
    }

    /// <summary>The name of the feature column.</summary>
    public string FeatureColumnName = DefaultColumnNames.Features;
}
