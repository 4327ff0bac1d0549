namespace ReportClassification.Pipelines;

/// <summary>The classifier on the embeddings.</summary>
internal enum Head
{
    /// <summary>The library's own: standardised features, no L1, L2 chosen by cross-validation on the training rows.</summary>
    LinearProbe,

    /// <summary>ML.NET's LbfgsMaximumEntropy with ML.NET's defaults.</summary>
    Lbfgs,

    /// <summary>ML.NET's SdcaMaximumEntropy with ML.NET's defaults.</summary>
    Sdca,
}
