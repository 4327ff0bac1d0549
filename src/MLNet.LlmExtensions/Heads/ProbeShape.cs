using Microsoft.ML;

namespace MLNet.LlmExtensions.Heads;

/// <summary>What the built-in trainer inside a probe says about itself: the constructors of these types are internal to ML.NET.</summary>
internal static class ProbeShape
{
    private static readonly MLContext Context = new();

    public static TrainerInfo Info<TModel>(IProbeTrainer<TModel> trainer)
        where TModel : class => trainer.Create(Context, "Label", "Features", null, 1, 1).Info;

    public static SchemaShape Output<TModel>(IProbeTrainer<TModel> trainer, LinearProbeOptions options, SchemaShape input)
        where TModel : class
    {
        ArgumentNullException.ThrowIfNull(input);
        ProbeColumns.Check(input, options, trainer.IsBinary);
        return trainer.Create(Context, options.LabelColumnName, options.FeatureColumnName, null, 1, 1).GetOutputSchema(input);
    }
}
