namespace MLNet.LlmExtensions.Models.Tests.Checkpoints;

public sealed class SentenceTransformersTests
{
    private const string Modules = """
        [{"idx":0,"name":"0","path":"","type":"sentence_transformers.models.Transformer"},
         {"idx":1,"name":"1","path":"1_Pooling","type":"sentence_transformers.models.Pooling"},
         {"idx":2,"name":"2","path":"2_Normalize","type":"sentence_transformers.models.Normalize"}]
        """;

    [Fact]
    public void Without_the_files_an_encoder_pools_by_the_mean_and_does_not_normalise()
    {
        using var model = new TinyModel();
        var settings = model.Open().EmbeddingSettings;
        Assert.Equal((PoolingMode.Mean, false, true), (settings.Pooling, settings.Normalize, settings.IncludePrompt));
        Assert.Empty(settings.Prompts);
    }

    [Theory]
    [InlineData("""{"pooling_mode_cls_token":true,"pooling_mode_mean_tokens":false}""", PoolingMode.Cls)]
    [InlineData("""{"pooling_mode_mean_tokens":true}""", PoolingMode.Mean)]
    [InlineData("""{"pooling_mode_max_tokens":true}""", PoolingMode.Max)]
    [InlineData("""{"pooling_mode_lasttoken":true}""", PoolingMode.LastToken)]
    [InlineData("""{"pooling_mode_weightedmean_tokens":true}""", PoolingMode.WeightedMean)]
    [InlineData("""{"pooling_mode":"lasttoken"}""", PoolingMode.LastToken)]
    [InlineData("""{"pooling_mode":["cls"]}""", PoolingMode.Cls)]
    [InlineData("{}", PoolingMode.Mean)]
    public void Pooling_comes_from_its_file(string pooling, PoolingMode expected)
    {
        using var model = new TinyModel();
        model.WithText("modules.json", Modules).WithText("1_Pooling/config.json", pooling);
        var settings = model.Open().EmbeddingSettings;
        Assert.Equal((expected, true), (settings.Pooling, settings.Normalize));
    }

    [Theory]
    [InlineData("""{"pooling_mode_cls_token":true,"pooling_mode_mean_tokens":true}""", "cls, mean")]
    [InlineData("""{"pooling_mode_mean_sqrt_len_tokens":true}""", "mean_sqrt_len_tokens")]
    public void Pooling_that_is_not_offered_is_refused(string pooling, string reason)
    {
        using var model = new TinyModel();
        model.WithText("modules.json", Modules).WithText("1_Pooling/config.json", pooling);
        Assert.Contains(reason, Assert.Throws<NotSupportedException>(model.Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_prompts_and_case_come_from_their_files()
    {
        using var model = new TinyModel();
        model.WithText("sentence_bert_config.json", """{"max_seq_length":24,"do_lower_case":true}""")
            .WithText("config_sentence_transformers.json", """{"prompts":{"query":"query: ","document":""},"default_prompt_name":"query","truncate_dim":8}""");
        var settings = model.Open().EmbeddingSettings;
        Assert.Equal((24, true, "query", 8), (settings.MaximumLength, settings.LowerCase, settings.DefaultPromptName, settings.Dimensions));
        Assert.Equal("query: ", settings.Prompts["query"]);
        Assert.Equal(["batch", "8"], OutputShape(model));
    }

    [Fact]
    public void Default_prompt_that_does_not_exist_is_refused()
    {
        using var model = new TinyModel();
        model.WithText("config_sentence_transformers.json", """{"prompts":{},"default_prompt_name":"query"}""");
        Assert.Contains("default_prompt_name", Assert.Throws<InvalidDataException>(model.Open).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"idx":0,"path":"","type":"sentence_transformers.models.CNN"}]""", "CNN")]
    [InlineData("""[{"idx":0,"path":"","type":"x.Normalize"},{"idx":1,"path":"d","type":"x.Dense"}]""", "Dense")]
    public void Module_that_is_not_supported_is_refused_and_named(string modules, string reason)
    {
        using var model = new TinyModel();
        model.WithText("modules.json", modules);
        Assert.Contains(reason, Assert.Throws<NotSupportedException>(model.Open).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"idx":0,"path":"../other","type":"x.Pooling"}]""")]
    [InlineData("""[{"idx":0,"path":"/etc","type":"x.Dense"}]""")]
    public void Module_outside_the_folder_is_refused(string modules)
    {
        using var model = new TinyModel();
        model.WithText("modules.json", modules);
        Assert.Contains("modules.json", Assert.Throws<InvalidDataException>(model.Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transformer_may_lie_in_a_folder_of_its_own()
    {
        using var model = new TinyModel();
        Directory.CreateDirectory(model.File("0_Transformer"));
        foreach (var file in Directory.GetFiles(model.Folder))
            File.Move(file, Path.Combine(model.File("0_Transformer"), Path.GetFileName(file)));
        model.WithText("modules.json", """[{"idx":0,"path":"0_Transformer","type":"x.Transformer"}]""");
        Assert.Equal(16, model.Open().Configuration.HiddenSize);
        Assert.Equal(["batch", "16"], OutputShape(model));
    }

    [Fact]
    public void Pooling_file_of_another_model_is_refused()
    {
        using var model = new TinyModel();
        model.WithText("modules.json", Modules).WithText("1_Pooling/config.json", """{"word_embedding_dimension":768}""");
        Assert.Contains("768", Assert.Throws<InvalidDataException>(model.Open).Message, StringComparison.Ordinal);
    }

    private static string[] OutputShape(TinyModel model) =>
        [.. model.Open().BuildGraph().Proto.Graph.Output[0].Type.TensorType.Shape.Dim.Select(d => d.HasDimValue ? $"{d.DimValue}" : d.DimParam)];
}
