using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Embedding;

/// <summary>
/// The schema shape of an embedding. The constructor of <see cref="SchemaShape.Column"/> is internal to ML.NET, so a built-in
/// estimator is asked to describe a column of the same shape.
/// </summary>
internal static class EmbeddingShape
{
    private static readonly MLContext Context = new();
    private static readonly SchemaShape Empty = new([]);

    public static SchemaShape.Column Column(string name)
    {
        var output = SchemaDefinition.Create(typeof(VectorRow));
        output[nameof(VectorRow.Vector)].ColumnName = name;
        return Context.Transforms
            .CustomMapping<NoColumns, VectorRow>(static (_, _) => { }, null, null, output)
            .GetOutputSchema(Empty)
            .Single();
    }

    private sealed class NoColumns;

    private sealed class VectorRow
    {
        // What the shape says is "a vector of known size"; which size is not part of it.
        [VectorType(1)]
        public VBuffer<float> Vector { get; set; }
    }
}
