using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Scales each vector to norm 1.</summary>
public sealed class LpNormNormalizingEstimator : LpNormNormalizingEstimatorBase
{
    internal LpNormNormalizingEstimator(
        HostEnvironment environment, string outputColumnName, string inputColumnName, NormFunction norm, bool ensureZeroMean)
        : base(new LpNormNormalizingTransformer(environment, outputColumnName, inputColumnName, norm, ensureZeroMean))
    {
    }
}
