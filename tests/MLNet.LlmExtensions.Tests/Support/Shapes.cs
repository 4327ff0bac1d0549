using Microsoft.ML;

namespace MLNet.LlmExtensions.Tests.Support;

/// <summary>The shape of data, whose constructor is internal to ML.NET: a chain tells it to its second estimator.</summary>
internal static class Shapes
{
    public static SchemaShape Of(IDataView data)
    {
        SchemaShape? seen = null;
        var context = new MLContext();
        _ = context.Transforms.CopyColumns("__Copy", data.Schema[0].Name).Append(new Spy(shape => seen = shape)).Fit(data);
        return new SchemaShape(seen!.Where(column => column.Name != "__Copy"));
    }

    private sealed class Spy(Action<SchemaShape> seen) : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input) => new MLContext().Transforms.CopyColumns("__Other", "__Copy").Fit(input);

        public SchemaShape GetOutputSchema(SchemaShape inputSchema)
        {
            seen(inputSchema);
            return inputSchema;
        }
    }
}
