using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Turns values into keys.</summary>
[ModelLoader(LoaderName)]
public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    private const string LoaderName = "ValueToKey";

    private readonly IKeyMap[] _maps;
    private readonly bool _asText;

    internal ValueToKeyMappingTransformer(
        HostEnvironment environment, (string outputColumnName, string inputColumnName)[] columns, IKeyMap[] maps, bool asText)
        : base(environment, columns)
    {
        _maps = maps;
        _asText = asText;
    }

    private ValueToKeyMappingTransformer(ModelLoadContext ctx)
        : base(ctx)
    {
        _asText = ctx.Reader.ReadBoolean();
        _maps = Array.ConvertAll(ColumnPairs, _ => KeyMap.Load(ctx.Reader));
    }

    private static ValueToKeyMappingTransformer Load(ModelLoadContext ctx) => new(ctx);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetLoader(LoaderName);
        SaveColumns(ctx);
        ctx.Writer.Write(_asText);
        foreach (IKeyMap map in _maps)
            map.Save(ctx.Writer);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper : OneToOneMapper
    {
        private readonly ValueToKeyMappingTransformer _parent;

        public Mapper(ValueToKeyMappingTransformer parent, DataViewSchema inputSchema)
            : base(parent, inputSchema)
        {
            _parent = parent;
            for (int i = 0; i < InputColumns.Length; i++)
            {
                Type expected = parent._maps[i].ValueType;
                Type actual = InputColumns[i].Type.ItemType().RawType;
                if (actual != expected)
                {
                    throw Guard.SchemaMismatch(nameof(inputSchema), "input", InputColumns[i].Name,
                        PrimitiveTypes.FromRawType(expected).ToString(), InputColumns[i].Type.ToString());
                }
            }
        }

        public override DataViewSchema.DetachedColumn[] GetOutputColumns() =>
            [.. _parent.ColumnPairs.Select((pair, i) => OutputColumn(pair.outputColumnName, InputColumns[i], _parent._maps[i]))];

        protected override Delegate CreateGetter(DataViewRow input, int outputColumn) =>
            _parent._maps[outputColumn].CreateGetter(input, InputColumns[outputColumn]);

        private DataViewSchema.DetachedColumn OutputColumn(string name, DataViewSchema.Column source, IKeyMap map)
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.Add(source.Annotations, kind => kind == AnnotationKinds.SlotNames);
            map.AddKeyValues(annotations, source, _parent._asText);

            // There is no key type without keys.
            var key = new KeyDataViewType(typeof(uint), Math.Max(map.Count, 1));
            return new DataViewSchema.DetachedColumn(name, ValueGetters.Like(source.Type, key), annotations.ToAnnotations());
        }
    }
}
