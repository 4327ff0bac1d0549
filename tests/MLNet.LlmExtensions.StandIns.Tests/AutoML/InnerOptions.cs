using Microsoft.ML.SearchSpace;

namespace MLNet.LlmExtensions.StandIns.Tests.AutoML;

public sealed class InnerOptions
{
    [Range(1, 5, init: 3)]
    public int Depth { get; set; } = 2;

    public string Name { get; set; } = "inner";
}
