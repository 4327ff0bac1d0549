using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Computes columns with a function of the user.</summary>
public sealed class CustomMappingEstimator<TSrc, TDst> : TrivialEstimator<CustomMappingTransformer<TSrc, TDst>>
    where TSrc : class, new()
    where TDst : class, new()
{
    internal CustomMappingEstimator(
        HostEnvironment environment,
        Action<TSrc, TDst> mapAction,
        string contractName,
        SchemaDefinition inputSchemaDefinition,
        SchemaDefinition outputSchemaDefinition)
        : base(new CustomMappingTransformer<TSrc, TDst>(
            environment, mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition))
    {
    }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        // As in the official package, a definition is not asked for a direction: all members take part.
        var input = new TypedSchema<TSrc>(SchemaDefinition.Direction.Both, Transformer.InputSchemaDefinition);
        foreach (var expected in SchemaShape.Create(input.Schema))
        {
            if (!inputSchema.TryFindColumn(expected.Name, out var found))
                throw Guard.SchemaMismatch(nameof(inputSchema), "input", expected.Name);
            if (!expected.ItemType.Equals(found.ItemType) || expected.IsKey != found.IsKey || !IsCompatible(expected.Kind, found.Kind))
            {
                throw Guard.SchemaMismatch(
                    nameof(inputSchema), "input", expected.Name, expected.GetTypeString(), found.GetTypeString());
            }
        }

        return inputSchema.With(SchemaShape.Create(Transformer.AddedSchema));
    }

    // A member for vectors of any size takes those of one size, too.
    private static bool IsCompatible(SchemaShape.Column.VectorKind expected, SchemaShape.Column.VectorKind found) =>
        expected == SchemaShape.Column.VectorKind.VariableVector
            ? found != SchemaShape.Column.VectorKind.Scalar
            : expected == found;
}
