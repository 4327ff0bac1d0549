using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>Embeds the text of one row as the row's state says.</summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class EmbedMapping : CustomMappingFactory<EmbedInput, VectorColumn>
{
    public const string Contract = "MLNet.LlmExtensions.LlmEmbedding.Embed";

    public override Action<EmbedInput, VectorColumn> GetMapping() => static (input, output) =>
    {
        var session = LoadedEmbeddings.Session(input.State.Span);
        var vector = output.Vector;
        var editor = VBufferEditor.Create(ref vector, session.Dimensions);
        session.Embed([input.Text.ToString()], editor.Values, CancellationToken.None);
        output.Vector = editor.Commit();
    };
}
