#nullable enable

namespace Microsoft.ML.AutoML;

/// <summary>Data for cross-validation.</summary>
public interface ICrossValidateDatasetManager : IDatasetManager
{
    int Fold { get; set; }

    IDataView Dataset { get; set; }

    string? SamplingKeyColumnName { get; set; }
}
