using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Looks values up in a table of pairs.</summary>
public sealed class ValueMappingEstimator<TKey, TValue> : ValueMappingEstimator
{
    internal ValueMappingEstimator(
        HostEnvironment environment, IValueMap map, params (string outputColumnName, string inputColumnName)[] columns)
        : base(environment, map, columns)
    {
    }
}
