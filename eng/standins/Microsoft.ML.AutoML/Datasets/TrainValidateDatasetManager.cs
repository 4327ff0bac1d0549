namespace Microsoft.ML.AutoML;

internal sealed class TrainValidateDatasetManager(IDataView train, IDataView validation) : ITrainValidateDatasetManager
{
    public IDataView LoadTrainDataset(MLContext context, TrialSettings settings) => train;

    public IDataView LoadValidateDataset(MLContext context, TrialSettings settings) => validation;
}
