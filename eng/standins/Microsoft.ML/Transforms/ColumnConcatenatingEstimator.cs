using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Joins columns into a vector.</summary>
public sealed class ColumnConcatenatingEstimator : IEstimator<ColumnConcatenatingTransformer>
{
    private readonly HostEnvironment _environment;
    private readonly string _output;
    private readonly string[] _inputs;

    internal ColumnConcatenatingEstimator(HostEnvironment environment, string outputColumnName, string[] inputColumnNames)
    {
        _environment = environment;
        _output = Guard.NotEmpty(outputColumnName, nameof(outputColumnName));
        _inputs = Guard.NotNull(inputColumnNames, nameof(inputColumnNames));
        Guard.Argument(_inputs.Length > 0, nameof(inputColumnNames), "Input columns not specified");
        Guard.Argument(!_inputs.Any(string.IsNullOrEmpty), nameof(inputColumnNames), "Contained some null or empty items");
    }

    /// <inheritdoc/>
    public ColumnConcatenatingTransformer Fit(IDataView input)
    {
        Guard.NotNull(input, nameof(input));
        return new ColumnConcatenatingTransformer(_environment, _output, _inputs);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Guard.NotNull(inputSchema, nameof(inputSchema));
        var columns = _inputs.Select(name => inputSchema.TryFindColumn(name, out var column)
            ? column
            : throw Guard.SchemaMismatch(nameof(inputSchema), "input", name)).ToArray();
        foreach (var column in columns)
        {
            Guard.State(!column.IsKey, $"Column '{column.Name}' is key. Concatenation of keys is unsupported.");
            Guard.State(column.ItemType.Equals(columns[0].ItemType), "Concatenated columns should have the same type. "
                + $"Column '{column.Name}' has type of {column.ItemType}, but expected column type is {columns[0].ItemType}.");
        }

        bool isVariable = columns.Any(column => column.Kind == SchemaShape.Column.VectorKind.VariableVector);
        return inputSchema.With([new SchemaShape.Column(
            _output,
            isVariable ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector,
            columns[0].ItemType,
            isKey: false,
            new SchemaShape(GetAnnotations(columns)))]);
    }

    private static IEnumerable<SchemaShape.Column> GetAnnotations(SchemaShape.Column[] columns)
    {
        if (columns.All(column => Has(column, AnnotationKinds.IsNormalized, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance)))
            yield return SchemaShape.Column.Create(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance);
        if (columns.Any(column => column.Kind == SchemaShape.Column.VectorKind.Scalar
            || Has(column, AnnotationKinds.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance)))
        {
            yield return new SchemaShape.Column(
                AnnotationKinds.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, isKey: false);
        }
    }

    private static bool Has(SchemaShape.Column column, string kind, SchemaShape.Column.VectorKind form, DataViewType type) =>
        column.Annotations.TryFindColumn(kind, out var annotation) && annotation.Kind == form && annotation.ItemType.Equals(type);
}
