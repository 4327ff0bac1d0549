using Microsoft.ML.Transforms;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>Adds the constant key. ML.NET finds the class by its contract when it loads a model.</summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class ClassifierKeyMapping : CustomMappingFactory<NoColumns, ClassifierKeyColumn>
{
    public const string Contract = "MLNet.LlmExtensions.LoraTextClassification.Key";

    /// <summary>The key that state and payload are stored under.</summary>
    public const int Key = 0;

    public override Action<NoColumns, ClassifierKeyColumn> GetMapping() => static (_, output) => output.Key = Key;
}
