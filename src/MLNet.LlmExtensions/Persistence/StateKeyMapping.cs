using Microsoft.ML.Transforms;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>Adds the constant key. ML.NET finds the class by its contract when it loads a model.</summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class StateKeyMapping : CustomMappingFactory<NoColumns, StateKeyColumn>
{
    public const string Contract = "MLNet.LlmExtensions.LlmEmbedding.StateKey";

    /// <summary>The key that the state is stored under.</summary>
    public const int Key = 0;

    public override Action<NoColumns, StateKeyColumn> GetMapping() => static (_, output) => output.Key = Key;
}
