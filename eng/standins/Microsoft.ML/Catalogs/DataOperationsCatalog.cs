using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>What can be done with data.</summary>
public sealed partial class DataOperationsCatalog
{
    internal DataOperationsCatalog(HostEnvironment environment) => Environment = environment;

    internal HostEnvironment Environment { get; }
}
