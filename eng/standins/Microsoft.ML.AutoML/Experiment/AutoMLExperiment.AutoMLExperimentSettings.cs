namespace Microsoft.ML.AutoML;

using SearchSpace = Microsoft.ML.SearchSpace.SearchSpace;

public partial class AutoMLExperiment
{
    /// <summary>The seed and what is searched.</summary>
    public class AutoMLExperimentSettings : ExperimentSettings
    {
        public int? Seed { get; set; }

        public SearchSpace SearchSpace { get; set; }
    }
}
