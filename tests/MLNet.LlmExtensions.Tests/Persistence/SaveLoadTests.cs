using Microsoft.ML;
using Microsoft.ML.Data;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Persistence;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Tests.Support;

namespace MLNet.LlmExtensions.Tests.Persistence;

public sealed class SaveLoadTests(ReportModel fixture) : IClassFixture<ReportModel>, IDisposable
{
    private static readonly MLContext Ml = new(1);
    private static readonly IDataView Data = Ml.Data.LoadFromEnumerable(Reports.Create(30));

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_loaded_model_gives_the_same_predictions_row_by_row_and_batched()
    {
        var saved = new SavedPipeline(_folder.Path, fixture.Model, fixture.Options);
        var loaded = Ml.Model.Load(saved.Path, out _);
        SavedPipeline.Same(saved.Expected, SavedPipeline.Score(loaded));
        using var batched = (TransformerChain<ITransformer>)loaded.WithBatchedEmbeddings();
        Assert.Single(batched.OfType<LlmEmbeddingTransformer>());
        SavedPipeline.Same(saved.Expected, SavedPipeline.Score(batched));
        using var engine = Ml.Model.CreatePredictionEngine<Report, Prediction>(loaded);
        SavedPipeline.Same(saved.Expected, [.. SavedPipeline.Texts.Select(text => engine.Predict(new Report { Text = text }))]);
    }

    [Fact]
    public void A_batched_model_can_be_saved_again()
    {
        var saved = new SavedPipeline(_folder.Path, fixture.Model, fixture.Options);
        using var batched = (TransformerChain<ITransformer>)Ml.Model.Load(saved.Path, out var schema).WithBatchedEmbeddings();
        var again = _folder.File("again.zip");
        Ml.Model.Save(batched, schema, again);
        SavedPipeline.Same(saved.Expected, SavedPipeline.Score(Ml.Model.Load(again, out _)));
    }

    [Fact]
    public void A_model_can_be_saved_after_an_engine_has_disposed_it()
    {
        var transformer = Ml.Transforms.Text.LlmEmbedding(fixture.Model, fixture.Options).Fit(Data);
        var before = transformer.Transform(Data).GetColumn<float[]>("Features").First();
        transformer.Dispose();
        VectorAssert.Near(before, SaveAndLoad(transformer).Transform(Data).GetColumn<float[]>("Features").First());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(12)]
    [InlineData(19)]
    [InlineData(20)]
    public void Vectors_of_any_size_keep_their_known_size_and_order(int dimensions)
    {
        var options = fixture.Options with { Embedder = ReportModel.OnCpu with { Dimensions = dimensions } };
        using var transformer = Ml.Transforms.Text.LlmEmbedding(fixture.Model, options).Fit(Data);
        var before = transformer.Transform(Data);
        var loaded = SaveAndLoad(transformer);
        var after = loaded.Transform(Data);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, dimensions), after.Schema["Features"].Type);
        Equal(before, after, "Features");
        Assert.DoesNotContain(after.Schema, column => column.Name.StartsWith("__", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(384)]
    [InlineData(768)]
    [InlineData(1023)]
    [InlineData(4097)]
    [InlineData(65535)]
    public void Parts_of_a_vector_lie_one_after_the_other(int length)
    {
        var next = 0;
        for (var size = 32768; size > 0; size /= 2)
        {
            if ((length & size) != 0)
            {
                Assert.Equal(next, BlockMapping<FakeBlock>.Start(length, size));
                next += size;
            }
        }

        Assert.Equal(length, next);
    }

    [Fact]
    public void Vectors_that_are_too_long_to_save_are_refused()
    {
        var state = State() with { Length = 65536 };
        Assert.Contains("65536", Assert.Throws<NotSupportedException>(() => PersistedEmbedding.ToChain(state)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_embeddings_in_one_pipeline_keep_apart()
    {
        using var other = new TemporaryFolder();
        var second = LanguageModel.FromPretrained(TinyBert.Create(other.File("second"), seed: 9, hidden: 12));
        var pipeline = Ml.Transforms.Text.LlmEmbedding(fixture.Model, fixture.Options with { OutputColumnName = "A" })
            .Append(Ml.Transforms.Text.LlmEmbedding(second, fixture.Options with { OutputColumnName = "B" }))
            .Append(Ml.Transforms.Text.LlmEmbedding(
                fixture.Model, fixture.Options with { OutputColumnName = "C", Embedder = ReportModel.OnCpu with { Pooling = PoolingMode.Cls } }));
        using var fitted = pipeline.Fit(Data);
        var before = fitted.Transform(Data);
        var loaded = SaveAndLoad(fitted);
        using var batched = (TransformerChain<ITransformer>)loaded.WithBatchedEmbeddings();
        foreach (var after in (IDataView[])[loaded.Transform(Data), batched.Transform(Data)])
        {
            Equal(before, after, "A");
            Equal(before, after, "B");
            Equal(before, after, "C");
        }
    }

    [Fact]
    public void An_embedding_of_a_text_that_the_pipeline_made()
    {
        var pipeline = Ml.Transforms.CopyColumns("Report", "Text")
            .Append(Ml.Transforms.Text.LlmEmbedding(fixture.Model, fixture.Options with { InputColumnName = "Report", OutputColumnName = "Report" }));
        using var fitted = pipeline.Fit(Data);
        Equal(fitted.Transform(Data), SaveAndLoad(fitted).Transform(Data), "Report");
    }

    [Fact]
    public void Chains_within_chains_are_batched_as_well_and_scopes_stay()
    {
        using var transformer = Ml.Transforms.Text.LlmEmbedding(fixture.Model, fixture.Options).Fit(Data);
        var inner = new TransformerChain<ITransformer>(Ml.Transforms.CopyColumns("Copy", "Text").Fit(Data), transformer);
        var outer = new TransformerChain<ITransformer>(
            [Ml.Transforms.CopyColumns("Training", "Text").Fit(Data), inner], [TransformerScope.TrainTest, TransformerScope.Everything]);
        var loaded = SaveAndLoad(outer);
        var batched = loaded.WithBatchedEmbeddings();
        Assert.NotSame(loaded, batched);
        var nested = Flatten(batched).ToArray();
        Assert.Single(nested.OfType<LlmEmbeddingTransformer>());
        Assert.Null(batched.Transform(Data).Schema.GetColumnOrNull("Training"));
        Equal(outer.Transform(Data), batched.Transform(Data), "Features");

        static IEnumerable<ITransformer> Flatten(ITransformer part) =>
            part is TransformerChain<ITransformer> chain ? chain.SelectMany(Flatten) : [part];
    }

    [Fact]
    public void A_model_without_an_embedding_stays_as_it_is()
    {
        var loaded = SaveAndLoad(Ml.Transforms.CopyColumns("Copy", "Text").Fit(Data));
        Assert.Same(loaded, loaded.WithBatchedEmbeddings());
    }

    [Fact]
    public void A_folder_that_is_gone_is_named_with_what_to_do()
    {
        var gone = TinyBert.Create(_folder.File("gone"), seed: 21);
        var saved = new SavedPipeline(_folder.Path, LanguageModel.FromPretrained(gone), fixture.Options);
        Directory.Delete(gone, recursive: true);
        LoadedLlmEmbeddings.Release();
        var loaded = Ml.Model.Load(saved.Path, out _);
        var exception = Assert.Throws<DirectoryNotFoundException>(() => loaded.WithBatchedEmbeddings());
        Assert.Contains(gone, exception.Message, StringComparison.Ordinal);
        Assert.Contains("LanguageModelFolders.Add", exception.Message, StringComparison.Ordinal);
        Assert.Contains("MLNET_LLM_MODELS", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_has_changed_is_not_taken()
    {
        var folder = TinyBert.Create(_folder.File("changing"), seed: 22);
        var saved = new SavedPipeline(_folder.Path, LanguageModel.FromPretrained(folder), fixture.Options);
        TinyBert.Create(folder, seed: 23);
        LoadedLlmEmbeddings.Release();
        var loaded = Ml.Model.Load(saved.Path, out _);
        var exception = Assert.Throws<InvalidDataException>(() => loaded.WithBatchedEmbeddings());
        Assert.Contains(folder, exception.Message, StringComparison.Ordinal);
        Assert.Contains("fingerprint", exception.Message, StringComparison.Ordinal);

        // Put right again, it is found without loading anew.
        TinyBert.Create(folder, seed: 22);
        using var batched = (TransformerChain<ITransformer>)loaded.WithBatchedEmbeddings();
        SavedPipeline.Same(saved.Expected, SavedPipeline.Score(batched));
    }

    [Fact]
    public void A_folder_that_was_renamed_is_found_when_it_is_registered_itself()
    {
        var before = TinyBert.Create(_folder.File("old-name"), seed: 24);
        var saved = new SavedPipeline(_folder.Path, LanguageModel.FromPretrained(before), fixture.Options);
        var after = _folder.File("new-name");
        Directory.Move(before, after);
        LoadedLlmEmbeddings.Release();
        LanguageModelFolders.Add(after);
        try
        {
            SavedPipeline.Same(saved.Expected, SavedPipeline.Score(Ml.Model.Load(saved.Path, out _)));
        }
        finally
        {
            Assert.True(LanguageModelFolders.Remove(after));
        }
    }

    [Fact]
    public void How_a_loaded_model_runs_can_be_changed_but_not_what_it_computes()
    {
        var saved = new SavedPipeline(_folder.Path, fixture.Model, fixture.Options);
        var loaded = Ml.Model.Load(saved.Path, out _);
        using var batched = (TransformerChain<ITransformer>)loaded.WithBatchedEmbeddings(
            options => options with { LookAheadRows = 2, Embedder = options.Embedder with { Device = DevicePreference.Cpu, TokenBudget = 64 } });
        Assert.Equal(64, batched.OfType<LlmEmbeddingTransformer>().Single().Options.Embedder.TokenBudget);
        SavedPipeline.Same(saved.Expected, SavedPipeline.Score(batched));
        Assert.Throws<ArgumentException>(() => loaded.WithBatchedEmbeddings(
            options => options with { Embedder = options.Embedder with { Pooling = PoolingMode.Max } }));
        Assert.Throws<ArgumentException>(() => loaded.WithBatchedEmbeddings(options => options with { OutputColumnName = "Other" }));
    }

    [Fact]
    public void A_setting_for_all_loaded_models_must_not_change_what_they_compute()
    {
        var saved = new SavedPipeline(_folder.Path, fixture.Model, fixture.Options);
        var loaded = Ml.Model.Load(saved.Path, out _);
        var before = LoadedLlmEmbeddings.Configure;
        LoadedLlmEmbeddings.Configure = options => options with { Normalize = true };
        try
        {
            Assert.Contains("Configure", Assert.Throws<InvalidOperationException>(() => loaded.WithBatchedEmbeddings()).Message, StringComparison.Ordinal);
        }
        finally
        {
            LoadedLlmEmbeddings.Configure = before;
        }
    }

    [Fact]
    public void All_options_that_decide_the_numbers_are_saved()
    {
        var options = new TextEmbedderOptions
        {
            Pooling = PoolingMode.Max,
            Normalize = false,
            Dimensions = 9,
            Layer = 1,
            MaximumLength = 20,
            Prompt = "report: ",
            LongText = LongTextHandling.Truncate,
            ChunkOverlap = 5,
        };
        var state = EmbeddingState.Parse(EmbeddingState.From(fixture.Model, new LlmEmbeddingOptions { Embedder = options }, 9).ToJson());
        Assert.Equal(options, state.ToEmbedderOptions());
        using var cache = new EmbeddingCache();
        Assert.True(state.Agrees(options with { Cache = cache, Device = DevicePreference.Cpu, DeviceId = 2, IntraOpThreads = 1, TokenBudget = 5, MaximumBatchSize = 3 }));

        // Whoever adds an option has to decide whether it is saved.
        Assert.Equal(19, typeof(TextEmbedderOptions).GetProperties().Length);
    }

    [Fact]
    public void Readouts_are_saved_in_a_format_of_their_own()
    {
        var options = new TextEmbedderOptions { Readouts = [new(PoolingMode.Max), new(Layer: 1, Dimensions: 4)] };
        var state = EmbeddingState.Parse(EmbeddingState.From(fixture.Model, new LlmEmbeddingOptions { Embedder = options }, 24).ToJson());

        Assert.Equal((1, 2), (State().Format, state.Format));
        Assert.Equal(options.Readouts, state.ToEmbedderOptions().Readouts);
        Assert.True(state.Agrees(options with { Readouts = [.. options.Readouts], CachedReadouts = [new()] }));
        Assert.False(state.Agrees(options with { Readouts = [new(PoolingMode.Max)] }));
        Assert.False(State().Agrees(options));
    }

    [Fact]
    public void A_loaded_model_with_several_readouts_gives_the_same_predictions()
    {
        var options = fixture.Options with { Embedder = ReportModel.OnCpu with { Readouts = [new(PoolingMode.Mean), new(PoolingMode.Max), new(Layer: 1)] } };
        var saved = new SavedPipeline(_folder.Path, fixture.Model, options);

        SavedPipeline.Same(saved.Expected, SavedPipeline.Score(Ml.Model.Load(saved.Path, out _)));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"format":1}""")]
    public void A_state_that_cannot_be_read_is_invalid_data(string json) =>
        Assert.Throws<InvalidDataException>(() => EmbeddingState.Parse(json));

    [Fact]
    public void A_damaged_state_never_gives_anything_but_a_clear_exception()
    {
        var json = (State() with { Readouts = [new(PoolingMode.Max), new(Layer: 1)] }).ToJson();
        var random = new Random(11);
        for (var round = 0; round < 2000; round++)
        {
            var characters = json.ToCharArray();
            for (var change = random.Next(4); change >= 0; change--)
            {
                characters[random.Next(characters.Length)] = (char)random.Next(32, 127);
            }

            var damaged = new string(characters, 0, random.Next(2) == 0 ? characters.Length : random.Next(characters.Length));
            try
            {
                _ = EmbeddingState.Parse(damaged);
            }
            catch (Exception exception)
            {
                Assert.True(exception is InvalidDataException or NotSupportedException, $"{exception.GetType()} of {damaged}");
            }
        }
    }

    [Fact]
    public void A_state_of_a_newer_format_asks_for_a_newer_version() =>
        Assert.Contains(
            "newer",
            Assert.Throws<NotSupportedException>(() => EmbeddingState.Parse((State() with { Format = EmbeddingState.CurrentFormat + 1 }).ToJson())).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("../secret")]
    [InlineData("*")]
    [InlineData("..")]
    [InlineData("")]
    public void A_name_that_is_a_path_or_a_pattern_is_not_searched_for(string name)
    {
        Directory.CreateDirectory(_folder.File("secret"));
        Directory.CreateDirectory(_folder.File("models"));
        LanguageModelFolders.Add(_folder.File("models"));
        try
        {
            var state = State() with { ModelFolder = _folder.File("absent"), ModelName = name };
            var exception = Assert.Throws<DirectoryNotFoundException>(() => ModelLocator.Find(state.BaseModel));
            Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
        }
        finally
        {
            Assert.True(LanguageModelFolders.Remove(_folder.File("models")));
        }
    }

    public void Dispose() => _folder.Dispose();

    private static void Equal(IDataView expected, IDataView actual, string column)
    {
        var pairs = expected.GetColumn<float[]>(column).Zip(actual.GetColumn<float[]>(column)).ToArray();
        Assert.Equal(30, pairs.Length);
        foreach (var (one, other) in pairs)
        {
            VectorAssert.Near(one, other);
        }
    }

    private EmbeddingState State() => EmbeddingState.From(fixture.Model, new LlmEmbeddingOptions(), 20);

    private ITransformer SaveAndLoad(ITransformer transformer)
    {
        var path = _folder.File(Guid.NewGuid().ToString("N") + ".zip");
        Ml.Model.Save(transformer, Data.Schema, path);
        return Ml.Model.Load(path, out _);
    }

    private sealed class FakeBlock : IBlockColumn
    {
        public VBuffer<float> Content { get; set; }
    }
}
