using Microsoft.ML.Transforms;
using MLNet.LlmExtensions.StandIns.Tests.Pipelines;
using MLNet.LlmExtensions.StandIns.Tests.Transforms;
using MLNet.LlmExtensions.StandIns.Tests.Typed;

namespace MLNet.LlmExtensions.StandIns.Tests.Persistence;

public class SaveAndLoadTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _data;

    public SaveAndLoadTests() => _data = _ml.Data.LoadFromEnumerable(new TextRow[] { new() { Text = "a" }, new() { Text = "bcd" } });

    [Fact]
    public void A_chain_comes_back_with_its_members_and_scopes()
    {
        var model = _ml.Transforms.CopyColumns("Copy", "Text")
            .Append(_ml.Transforms.CustomMapping<TextRow, Mapped>(ToMapped.Map, ToMapped.Contract))
            .Append(_ml.Transforms.CopyColumns("OnlyInTraining", "Text"), TransformerScope.Training)
            .Append(_ml.Transforms.Concatenate("Features", "Letters"))
            .Append(_ml.Transforms.DropColumns("Letters"))
            .Fit(_data);
        var loaded = RoundTrip(model, out _);

        Assert.Equal(Names(model.Transform(_data)), Names(loaded.Transform(_data)));
        Assert.Equal(Rows.Read<int>(model.Transform(_data), "Length"), Rows.Read<int>(loaded.Transform(_data), "Length"));
        var chain = Assert.IsType<TransformerChain<ITransformer>>(loaded);
        Assert.Equal(5, chain.Count());
        Assert.Contains("OnlyInTraining", Names(chain.Transform(_data, TransformerScope.Everything)));
        Assert.True(loaded.IsRowToRowMapper);
        using var engine = _ml.Model.CreatePredictionEngine<TextRow, LengthRow>(loaded);
        Assert.Equal(4, engine.Predict(new TextRow { Text = "abcd" }).Length);
    }

    [Fact]
    public void A_single_transformer_comes_back_as_itself() =>
        Assert.IsType<ColumnCopyingTransformer>(RoundTrip(_ml.Transforms.CopyColumns("Copy", "Text").Fit(_data), out _));

    [Fact]
    public void The_schema_of_the_input_comes_back_with_its_annotations()
    {
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 2).Select(AllTypes.Create).ToArray());
        var transformed = _ml.Transforms.Concatenate("Features", "Single", "Matrix").Fit(data).Transform(data);
        RoundTrip(_ml.Transforms.CopyColumns("Copy", "Single").Fit(data), out var schema, transformed.Schema);

        Assert.Equal(transformed.Schema.Select(column => (column.Name, column.Type)), schema.Select(column => (column.Name, column.Type)));
        VBuffer<ReadOnlyMemory<char>> names = default;
        schema["Features"].GetSlotNames(ref names);
        Assert.Equal(["Single", "", "", "", ""], names.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void A_model_can_be_saved_without_a_schema()
    {
        var stream = new MemoryStream();
        _ml.Model.Save(_ml.Transforms.CopyColumns("Copy", "Text").Fit(_data), null, stream);
        stream.Position = 0;
        _ml.Model.Load(stream, out var schema);

        Assert.Null(schema);
    }

    [Fact]
    public void Models_are_saved_to_files()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            _ml.Model.Save(_ml.Transforms.CopyColumns("Copy", "Text").Fit(_data), _data.Schema, path);
            var loaded = _ml.Model.Load(path, out var schema);

            Assert.Equal("Text", Assert.Single(schema).Name);
            Assert.Equal(["Text", "Copy"], Names(loaded.Transform(_data)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void An_external_transformer_can_save_itself_as_a_built_in_chain()
    {
        var mapping = _ml.Transforms.CustomMapping<TextRow, Mapped>(ToMapped.Map, ToMapped.Contract)
            .Append(_ml.Transforms.DropColumns("Letters"))
            .Fit(_data);
        var model = _ml.Transforms.CopyColumns("Copy", "Text").Fit(_data)
            .Append(new LengthTransformer("Length", "Text") { SavedAs = mapping })
            .Append(_ml.Transforms.CopyColumns("Again", "Length").Fit(new LengthTransformer("Length", "Text").Transform(_data)));
        var loaded = RoundTrip(model, out _);

        Assert.Equal(["Text", "Copy", "Length", "Again"], Names(loaded.Transform(_data)));
        Assert.Equal([1, 3], Rows.Read<int>(loaded.Transform(_data), "Again"));
        Assert.DoesNotContain(Assert.IsType<TransformerChain<ITransformer>>(loaded), member => member is LengthTransformer);
    }

    [Fact]
    public void An_external_transformer_that_cannot_save_itself_fails_with_its_own_exception()
    {
        var model = new TransformerChain<ITransformer>(new LengthTransformer("Length", "Text"));

        Assert.Throws<NotSupportedException>(() => _ml.Model.Save(model, _data.Schema, new MemoryStream()));
    }

    [Fact]
    public void A_transformer_that_saves_nothing_is_an_error_when_saving()
    {
        var model = new TransformerChain<ITransformer>(new LengthTransformer("Length", "Text") { SavedAs = new SavesNothing() });

        Assert.Throws<InvalidOperationException>(() => _ml.Model.Save(model, _data.Schema, new MemoryStream()));
    }

    [Fact]
    public void Only_one_model_can_be_saved_in_place_of_a_transformer()
    {
        var copy = _ml.Transforms.CopyColumns("Copy", "Text").Fit(_data);
        var model = new LengthTransformer("Length", "Text") { SavedAs = new SavesTwice(copy) };
        var stream = new MemoryStream();
        _ml.Model.Save(model, _data.Schema, stream);
        stream.Position = 0;

        Assert.Throws<FormatException>(() => _ml.Model.Load(stream, out _));
    }

    [Fact]
    public void What_is_not_a_model_is_not_loaded()
    {
        Assert.Throws<FormatException>(() => _ml.Model.Load(new MemoryStream([1, 2, 3]), out _));
        Assert.ThrowsAny<IOException>(() => _ml.Model.Load(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), out _));
    }

    [Fact]
    public void A_model_file_that_was_cut_is_not_loaded()
    {
        var stream = new MemoryStream();
        _ml.Model.Save(_ml.Transforms.CopyColumns("Copy", "Text").Fit(_data), _data.Schema, stream);
        byte[] bytes = stream.ToArray();

        foreach (int length in new[] { 0, 1, bytes.Length / 2, bytes.Length - 1 })
            Assert.Throws<FormatException>(() => _ml.Model.Load(new MemoryStream(bytes, 0, length), out _));
    }

    private static IEnumerable<string> Names(IDataView data) => data.Schema.Select(column => column.Name);

    private ITransformer RoundTrip(ITransformer model, out DataViewSchema schema, DataViewSchema? inputSchema = null)
    {
        var stream = new MemoryStream();
        _ml.Model.Save(model, inputSchema ?? _data.Schema, stream);
        stream.Position = 0;
        return new MLContext().Model.Load(stream, out schema);
    }

    private sealed class SavesNothing : ICanSaveModel
    {
        public void Save(ModelSaveContext ctx)
        {
        }
    }

    private sealed class SavesTwice(ICanSaveModel model) : ICanSaveModel
    {
        public void Save(ModelSaveContext ctx)
        {
            model.Save(ctx);
            model.Save(ctx);
        }
    }
}
