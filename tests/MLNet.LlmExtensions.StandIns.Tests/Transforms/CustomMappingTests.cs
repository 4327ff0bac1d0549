using Microsoft.ML.Transforms;
using MLNet.LlmExtensions.StandIns.Tests.Pipelines;

namespace MLNet.LlmExtensions.StandIns.Tests.Transforms;

public class CustomMappingTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _data;

    public CustomMappingTests() => _data = _ml.Data.LoadFromEnumerable(new TextRow[] { new() { Text = "a" }, new() { Text = "bcd" } });

    [Fact]
    public void Columns_are_added_by_a_function()
    {
        var transformed = Map().Fit(_data).Transform(_data);

        Assert.Equal(["Text", "Length", "Letters"], transformed.Schema.Select(column => column.Name));
        Assert.Equal([1, 3], Rows.Read<int>(transformed, "Length"));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 2), transformed.Schema["Letters"].Type);
    }

    [Fact]
    public void The_function_is_called_once_for_a_row_and_only_when_needed()
    {
        int calls = 0;
        var transformed = _ml.Transforms.CustomMapping<TextRow, Mapped>(
            (source, target) =>
            {
                calls++;
                ToMapped.Map(source, target);
            },
            null).Fit(_data).Transform(_data);
        Rows.Read<ReadOnlyMemory<char>>(transformed, "Text");
        Assert.Equal(0, calls);

        using var cursor = transformed.GetRowCursor(transformed.Schema);
        var length = cursor.GetGetter<int>(transformed.Schema["Length"]);
        var letters = cursor.GetGetter<VBuffer<float>>(transformed.Schema["Letters"]);
        int value = 0;
        VBuffer<float> vector = default;
        while (cursor.MoveNext())
        {
            length(ref value);
            letters(ref vector);
            length(ref value);
        }

        Assert.Equal(2, calls);
    }

    [Fact]
    public void The_input_must_be_there_and_have_the_right_type()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.CustomMapping<LengthRow, Mapped>((_, _) => { }, null).Fit(_data));
        Assert.Throws<InvalidOperationException>(() => _ml.Transforms.CustomMapping<WrongText, Mapped>((_, _) => { }, null).Fit(_data));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            _ml.Transforms.CopyColumns("A", "Text").Append(_ml.Transforms.CustomMapping<WrongText, Mapped>((_, _) => { }, null)).Fit(_data));
        Assert.Throws<ArgumentNullException>(() => _ml.Transforms.CustomMapping<TextRow, Mapped>(null, null));
    }

    [Fact]
    public void Definitions_change_names_and_types()
    {
        var input = SchemaDefinition.Create(typeof(TextRow));
        input["Text"].ColumnName = "Copy";
        var output = SchemaDefinition.Create(typeof(Mapped));
        output["Letters"].ColumnName = "Renamed";
        output["Renamed"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 7);
        var transformed = _ml.Transforms.CopyColumns("Copy", "Text")
            .Append(_ml.Transforms.CustomMapping<TextRow, Mapped>(ToMapped.Map, null, input, output))
            .Fit(_data).Transform(_data);

        Assert.Equal(["Text", "Copy", "Length", "Renamed"], transformed.Schema.Select(column => column.Name));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 7), transformed.Schema["Renamed"].Type);
    }

    [Fact]
    public void Without_a_contract_it_cannot_be_saved()
    {
        var model = _ml.Transforms.CustomMapping<TextRow, Mapped>(ToMapped.Map, null).Fit(_data);

        Assert.Throws<InvalidOperationException>(() => _ml.Model.Save(model, _data.Schema, new MemoryStream()));
    }

    [Fact]
    public void With_a_contract_the_assembly_is_found_by_itself_on_load()
    {
        var stream = new MemoryStream();
        _ml.Model.Save(Map().Fit(_data), _data.Schema, stream);
        stream.Position = 0;

        // A new context, to which nothing was registered.
        var loaded = new MLContext().Model.Load(stream, out _);
        Assert.Equal([1, 3], Rows.Read<int>(loaded.Transform(_data), "Length"));
        Assert.IsType<CustomMappingTransformer<TextRow, Mapped>>(loaded);
    }

    [Fact]
    public void After_loading_the_schema_comes_from_the_attributes_alone()
    {
        var output = SchemaDefinition.Create(typeof(Mapped));
        output["Letters"].ColumnName = "Renamed";
        var model = _ml.Transforms.CustomMapping<TextRow, Mapped>(ToMapped.Map, ToMapped.Contract, null, output).Fit(_data);
        Assert.NotNull(model.Transform(_data).Schema.GetColumnOrNull("Renamed"));

        var stream = new MemoryStream();
        _ml.Model.Save(model, _data.Schema, stream);
        stream.Position = 0;
        var schema = _ml.Model.Load(stream, out _).Transform(_data).Schema;
        Assert.Null(schema.GetColumnOrNull("Renamed"));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 2), schema["Letters"].Type);
    }

    [Fact]
    public void A_contract_without_a_factory_fails_on_load()
    {
        var stream = new MemoryStream();
        var model = _ml.Transforms.CustomMapping<TextRow, Mapped>(ToMapped.Map, "Nobody").Fit(_data);
        _ml.Model.Save(model, _data.Schema, stream);
        stream.Position = 0;

        Assert.Throws<InvalidOperationException>(() => _ml.Model.Load(stream, out _));
    }

    [Fact]
    public void Assemblies_can_be_registered_more_than_once()
    {
        _ml.ComponentCatalog.RegisterAssembly(typeof(ToMapped).Assembly);
        _ml.ComponentCatalog.RegisterAssembly(typeof(ToMapped).Assembly);
    }

    private CustomMappingEstimator<TextRow, Mapped> Map() =>
        _ml.Transforms.CustomMapping<TextRow, Mapped>(ToMapped.Map, ToMapped.Contract);

    private sealed class WrongText
    {
        public float Text { get; set; }
    }
}
