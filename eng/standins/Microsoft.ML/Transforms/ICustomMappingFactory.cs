using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>What the factories of custom mappings have in common.</summary>
internal interface ICustomMappingFactory
{
    ITransformer CreateTransformer(HostEnvironment environment, string contractName);
}
