using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>Classifies one row as the row's state and payload say.</summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class ClassifyMapping : CustomMappingFactory<ClassifyInput, VectorColumn>
{
    public const string Contract = "MLNet.LlmExtensions.LoraTextClassification.Classify";

    public override Action<ClassifyInput, VectorColumn> GetMapping() => static (input, output) =>
    {
        var loaded = LoadedClassifiers.Get(input.State.Span, input.Payload);
        var vector = output.Vector;
        var editor = VBufferEditor.Create(ref vector, loaded.FeatureCount);
        loaded.Classify(input.Text.ToString(), input.TextPair, editor.Values);
        output.Vector = editor.Commit();
    };
}
