using System.Text.Json.Nodes;
using MLNet.LlmExtensions.Models.Graphs.Architectures;

namespace MLNet.LlmExtensions.Models.Tests.Checkpoints;

public sealed class ConfigurationTests
{
    [Fact]
    public void Sizes_are_read()
    {
        using var model = new TinyModel();
        var configuration = model.Open().Configuration;
        Assert.Equal(("bert", 16, 2, 4, 4, 64, 48, 2), (
            configuration.ModelType, configuration.HiddenSize, configuration.LayerCount, configuration.HeadCount,
            configuration.HeadDimension, configuration.IntermediateSize, configuration.MaximumPositions, configuration.TokenTypeCount));
        Assert.False(configuration.IsDecoder);
    }

    [Fact]
    public void Unknown_architecture_is_refused_with_a_list_of_the_known_ones()
    {
        using var model = new TinyModel();
        model.With("config.json", ("model_type", "mamba"));
        var error = Assert.Throws<NotSupportedException>(model.Open);
        Assert.Contains("'mamba'", error.Message, StringComparison.Ordinal);
        Assert.All(ArchitectureRegistry.ModelTypes, type => Assert.Contains(type, error.Message, StringComparison.Ordinal));
    }

    public static TheoryData<string, string?> WrongFields { get; } = new()
    {
        { "model_type", null },
        { "hidden_size", null },
        { "hidden_size", "\"16\"" },
        { "hidden_size", "0" },
        { "hidden_size", "-16" },
        { "hidden_size", "16.5" },
        { "hidden_size", "1e300" },
        { "hidden_size", "15" },
        { "num_hidden_layers", "[]" },
        { "num_attention_heads", "{}" },
        { "vocab_size", "99999999999" },
        { "max_position_embeddings", "true" },
        { "is_decoder", "1" },
    };

    [Theory]
    [MemberData(nameof(WrongFields))]
    public void Missing_or_odd_field_is_refused_and_named(string field, string? value)
    {
        using var model = new TinyModel();
        model.With("config.json", (field, value is null ? null : JsonNode.Parse(value)));
        var error = Assert.Throws<InvalidDataException>(model.Open);
        Assert.Contains("config.json", error.Message, StringComparison.Ordinal);
        // A size that does not divide is reported with the other one it belongs to.
        Assert.Contains(value == "15" ? "heads" : field, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("position_embedding_type", "\"relative_key\"")]
    [InlineData("is_decoder", "true")]
    public void Variant_that_is_not_supported_is_refused_and_named(string field, string value)
    {
        using var model = new TinyModel();
        model.With("config.json", (field, JsonNode.Parse(value)));
        Assert.Contains(field, Assert.Throws<NotSupportedException>(model.Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_not_json_is_refused_and_the_file_named()
    {
        using var model = new TinyModel();
        model.WithText("config.json", "{\"model_type\": ");
        Assert.Contains("config.json", Assert.Throws<InvalidDataException>(model.Open).Message, StringComparison.Ordinal);
        model.WithText("config.json", "[1]");
        Assert.Contains("object", Assert.Throws<InvalidDataException>(model.Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_that_is_no_model_says_what_a_model_is()
    {
        using var model = new TinyModel();
        Assert.Throws<DirectoryNotFoundException>(() => LanguageModel.FromPretrained(model.File("absent")));
        Directory.CreateDirectory(model.File("empty"));
        var error = Assert.Throws<FileNotFoundException>(() => LanguageModel.FromPretrained(model.File("empty")));
        Assert.Contains("config.json", error.Message, StringComparison.Ordinal);
        Assert.Contains("model.onnx", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Roberta_does_not_count_the_positions_before_its_first_as_usable()
    {
        using var model = new TinyModel();
        model.With("config.json", ("model_type", "roberta"), ("pad_token_id", 1), ("max_position_embeddings", 514))
            .With("tokenizer_config.json", ("model_max_length", null));
        Assert.Equal(512, model.Open().EmbeddingSettings.MaximumLength);
    }

    [Theory]
    [InlineData("1000000000000000019884624838656", 48)]
    [InlineData("20", 20)]
    [InlineData("4096", 48)]
    public void Maximum_length_is_the_tokenizers_where_it_is_sane_and_never_beyond_the_positions(string tokenizerLength, int expected)
    {
        using var model = new TinyModel();
        model.With("tokenizer_config.json", ("model_max_length", JsonNode.Parse(tokenizerLength)));
        Assert.Equal(expected, model.Open().EmbeddingSettings.MaximumLength);
    }

    [Fact]
    public void Damaged_configuration_gives_only_the_documented_exceptions()
    {
        using var model = new TinyModel();
        model.WithText("modules.json", """[{"idx":0,"path":"","type":"a.Transformer"},{"idx":1,"path":"1_Pooling","type":"a.Pooling"},{"idx":2,"path":"2","type":"a.Normalize"}]""")
            .WithText("1_Pooling/config.json", """{"word_embedding_dimension":16,"pooling_mode_cls_token":true}""")
            .WithText("sentence_bert_config.json", """{"max_seq_length":32,"do_lower_case":false}""")
            .WithText("config_sentence_transformers.json", """{"prompts":{"query":"query: "},"default_prompt_name":null}""");
        var random = new Random(7);
        foreach (var name in new[] { "config.json", "modules.json", "1_Pooling/config.json", "sentence_bert_config.json", "config_sentence_transformers.json", "tokenizer_config.json" })
        {
            var original = File.ReadAllBytes(model.File(name));
            for (var round = 0; round < 400; round++)
            {
                var bytes = (byte[])original.Clone();
                for (var change = random.Next(1, 4); change > 0; change--)
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                File.WriteAllBytes(model.File(name), bytes);
                try
                {
                    model.Open().BuildGraph();
                }
                catch (Exception exception) when (exception is InvalidDataException or NotSupportedException or FileNotFoundException or ArgumentOutOfRangeException)
                {
                    // What the documentation says a damaged folder gives.
                }
            }

            File.WriteAllBytes(model.File(name), original);
        }
    }
}
