using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>What can be done with trained models.</summary>
public sealed partial class ModelOperationsCatalog
{
    internal ModelOperationsCatalog(HostEnvironment environment) => Environment = environment;

    internal HostEnvironment Environment { get; }
}
