using Microsoft.ML.Transforms;
using MLNet.LlmExtensions.StandIns.Tests.Pipelines;

namespace MLNet.LlmExtensions.StandIns.Tests.Transforms;

[CustomMappingFactoryAttribute(Contract)]
public sealed class ToMapped : CustomMappingFactory<TextRow, Mapped>
{
    public const string Contract = "StandIns.ToMapped";

    public static void Map(TextRow source, Mapped target)
    {
        target.Length = source.Text!.Length;
        target.Letters = [source.Text[0], source.Text[^1]];
    }

    public override Action<TextRow, Mapped> GetMapping() => Map;
}
