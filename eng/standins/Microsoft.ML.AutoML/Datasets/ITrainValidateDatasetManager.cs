#nullable enable

namespace Microsoft.ML.AutoML;

/// <summary>Data to train on and data to validate with.</summary>
public interface ITrainValidateDatasetManager : IDatasetManager
{
    IDataView LoadTrainDataset(MLContext context, TrialSettings? settings);

    IDataView LoadValidateDataset(MLContext context, TrialSettings? settings);
}
