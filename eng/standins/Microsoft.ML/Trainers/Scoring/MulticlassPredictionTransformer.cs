using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

/// <summary>Loads classifiers into several classes.</summary>
[ModelLoader(LoaderName)]
internal static class MulticlassPredictionTransformer
{
    public const string LoaderName = "MulticlassPrediction";

    public static ITransformer Load(ModelLoadContext ctx)
    {
        var model = ctx.LoadModel<IMulticlassModel>("Model");
        string features = ctx.Reader.ReadString();
        string label = ctx.Reader.ReadString();
        return (ITransformer)Generic.Invoke(typeof(MulticlassPredictionTransformer), nameof(Create), model.GetType(),
            model, ctx.Reader.ReadSchema(), features, label);
    }

    private static MulticlassPredictionTransformer<T> Create<T>(T model, DataViewSchema schema, string features, string label)
        where T : class => new(model, schema, features, label);
}
