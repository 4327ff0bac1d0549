namespace Microsoft.ML.AutoML;

using SearchSpace = Microsoft.ML.SearchSpace.SearchSpace;

/// <summary>Something with options to search.</summary>
public interface ISweepable
{
    SearchSpace SearchSpace { get; }
}
