using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Turns values into keys.</summary>
public sealed class ValueToKeyMappingEstimator : IEstimator<ValueToKeyMappingTransformer>
{
    private readonly HostEnvironment _environment;
    private readonly (string outputColumnName, string inputColumnName)[] _columns;
    private readonly int _maximumNumberOfKeys;
    private readonly KeyOrdinality _ordinality;
    private readonly bool _asText;
    private readonly IDataView _keyData;

    internal ValueToKeyMappingEstimator(
        HostEnvironment environment,
        (string outputColumnName, string inputColumnName)[] columns,
        int maximumNumberOfKeys,
        KeyOrdinality ordinality,
        bool asText,
        IDataView keyData)
    {
        Guard.Argument(keyData is null || keyData.Schema.Count == 1, nameof(keyData),
            "If specified, this data view should contain only a single column containing the terms to map, " +
            $"but this had {keyData?.Schema.Count} columns.");
        _environment = environment;
        _columns = columns;
        _maximumNumberOfKeys = maximumNumberOfKeys;
        _ordinality = ordinality;
        _asText = asText;
        _keyData = keyData;
    }

    /// <summary>The order in which keys are numbered.</summary>
    public enum KeyOrdinality : byte
    {
        /// <summary>As they occur.</summary>
        ByOccurrence = 0,

        /// <summary>As they are sorted.</summary>
        ByValue = 1,
    }

    /// <summary>Finds the values.</summary>
    public ValueToKeyMappingTransformer Fit(IDataView input)
    {
        Guard.NotNull(input, nameof(input));
        Guard.Argument(_maximumNumberOfKeys > 0, "MaxNumTerms", "Must be positive");
        IKeyMap[] maps = Array.ConvertAll(_columns, pair => Train(input, pair.inputColumnName));
        return new ValueToKeyMappingTransformer(_environment, _columns, maps, _asText);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Guard.NotNull(inputSchema, nameof(inputSchema));
        return inputSchema.With(_columns.Select(pair =>
        {
            if (!inputSchema.TryFindColumn(pair.inputColumnName, out SchemaShape.Column column))
                throw Guard.SchemaMismatch(nameof(inputSchema), "input", pair.inputColumnName);
            return new SchemaShape.Column(pair.outputColumnName, column.Kind, NumberDataViewType.UInt32, isKey: true, Annotations(column));
        }));
    }

    private IKeyMap Train(IDataView input, string name)
    {
        DataViewSchema.Column column = input.Schema.GetColumnOrNull(name) ?? throw Guard.SchemaMismatch("inputSchema", "input", name);
        if (_keyData is null)
            return KeyMap.Train(input, column, _maximumNumberOfKeys, _ordinality == KeyOrdinality.ByValue);

        DataViewSchema.Column keys = _keyData.Schema[0];
        Guard.Argument(keys.Type.ItemType().Equals(column.Type.ItemType()), "keyData",
            $"Input data's column must be of type '{column.Type.ItemType()}' but was '{keys.Type.ItemType()}'");
        return KeyMap.Train(_keyData, keys, int.MaxValue, sort: false);
    }

    private SchemaShape Annotations(SchemaShape.Column column)
    {
        bool hasValues = column.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out SchemaShape.Column values);
        if (!column.IsKey || !hasValues || values.Kind != SchemaShape.Column.VectorKind.Vector)
        {
            values = new SchemaShape.Column(AnnotationKinds.KeyValues, SchemaShape.Column.VectorKind.Vector,
                _asText ? TextDataViewType.Instance : column.ItemType, column.IsKey && !_asText);
        }

        return column.Annotations.TryFindColumn(AnnotationKinds.SlotNames, out SchemaShape.Column slots)
            ? new SchemaShape([slots, values])
            : new SchemaShape([values]);
    }

    internal static class Defaults
    {
        public const int MaximumNumberOfKeys = 1000000;
        public const KeyOrdinality Ordinality = KeyOrdinality.ByOccurrence;
        public const bool AddKeyValueAnnotationsAsText = false;
    }
}
