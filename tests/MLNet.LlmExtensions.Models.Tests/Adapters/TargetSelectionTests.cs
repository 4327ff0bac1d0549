using System.Text.RegularExpressions;
using MLNet.LlmExtensions.Models.Adapters;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Tests.Adapters;

public sealed class TargetSelectionTests
{
    private static readonly string[] Bert =
    [
        .. Enumerable.Range(0, 12).SelectMany(layer => new[] { "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense", "intermediate.dense", "output.dense" }
            .Select(name => $"bert.encoder.layer.{layer}.{name}")),
        "bert.pooler.dense",
    ];

    private static readonly string[] Llama =
    [
        .. Enumerable.Range(0, 4).SelectMany(layer => new[] { "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj", "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj" }
            .Select(name => $"layers.{layer}.{name}")),
        "dense.0.linear",
        "lm_head",
    ];

    [Fact]
    public void All_linear_leaves_out_output_layers_and_what_is_not_the_transformer()
    {
        var chosen = Select(Llama, new LoraConfiguration());
        Assert.Equal(28, chosen.Length);
        Assert.DoesNotContain("lm_head", chosen);
        Assert.DoesNotContain("dense.0.linear", chosen);
        Assert.Equal(Bert, Select(Bert, new LoraConfiguration()));
    }

    [Theory]
    [InlineData("query", 12)]
    [InlineData("self.query", 12)]
    [InlineData("dense", 37)]
    [InlineData("output.dense", 24)]
    [InlineData("attention.output.dense", 12)]
    [InlineData("bert.encoder.layer.3.attention.self.query", 1)]
    [InlineData("encoder.layer.3.attention.self.query", 1)]
    [InlineData("model.encoder.layer.3.attention.self.query", 1)]
    [InlineData("pooler.dense", 1)]
    public void Names_match_a_path_or_its_end(string name, int count) =>
        Assert.Equal(count, Select(Bert, new LoraConfiguration { TargetModules = [name] }).Length);

    [Theory]
    [InlineData("uery")]
    [InlineData("layer.3")]
    [InlineData("quer")]
    [InlineData(".query")]
    [InlineData("Query")]
    [InlineData("q_proj")]
    public void Names_that_match_nothing_are_named_beside_what_there_is(string name)
    {
        var error = Assert.Throws<ArgumentException>(() => Select(Bert, new LoraConfiguration { TargetModules = ["value", name] }));
        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'attention.self.query'", error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(LoraConfiguration.TargetModules), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@".*\.layers\.[01]\.self_attn\.(q|v)_proj", 4)]
    [InlineData(@"model\.layers\.\d+\.mlp\.(gate|up)_proj", 8)]
    [InlineData(@"layers\.\d+\.mlp\.down_proj", 4)]
    [InlineData(@".*q_proj|.*k_proj", 8)]
    public void Pattern_matches_whole_paths_with_any_prefix(string pattern, int count) =>
        Assert.Equal(count, Select(Llama, new LoraConfiguration { TargetModulesPattern = pattern }).Length);

    [Theory]
    [InlineData("q_proj")]
    [InlineData(@".*\.query")]
    public void Pattern_that_matches_nothing_is_refused(string pattern) =>
        Assert.Contains($"'{pattern}'", Assert.Throws<ArgumentException>(() => Select(Llama, new LoraConfiguration { TargetModulesPattern = pattern })).Message, StringComparison.Ordinal);

    [Fact]
    public void Pattern_that_is_none_or_not_supported_is_refused()
    {
        Assert.Contains("not a regular expression", Message(new LoraConfiguration { TargetModulesPattern = "(" }), StringComparison.Ordinal);
        Assert.Contains("looks ahead", Message(new LoraConfiguration { TargetModulesPattern = @"(?!x).*query" }), StringComparison.Ordinal);
        Assert.Contains("looks ahead", Message(new LoraConfiguration { RankPattern = new Dictionary<string, int> { [@"(a)\1"] = 2 } }), StringComparison.Ordinal);

        // Trying every way to match would take for ever.
        var slow = @"(\w*\.?)*(\w*\.?)*(\w*\.?)*!";
        Assert.Contains("matches no linear layer", Message(new LoraConfiguration { TargetModulesPattern = slow }), StringComparison.Ordinal);
        Assert.Contains("matches no linear layer", Message(new LoraConfiguration { AlphaPattern = new Dictionary<string, double> { [slow] = 2 } }), StringComparison.Ordinal);

        static string Message(LoraConfiguration configuration) => Assert.Throws<ArgumentException>(() => Select(Bert, configuration)).Message;
    }

    [Theory]
    [InlineData(null, new[] { 0, 11 }, 4)]
    [InlineData("layer", new[] { 3 }, 2)]
    [InlineData("encoder.layer", new[] { 3, 4 }, 4)]
    public void Layers_to_transform_restrict_targets(string? pattern, int[] layers, int count)
    {
        var chosen = Select(Bert, new LoraConfiguration { TargetModules = ["query", "value"], LayersToTransform = layers, LayersPattern = pattern is null ? [] : [pattern] });
        Assert.Equal(count, chosen.Length);
        Assert.All(chosen, module => Assert.Contains(layers, layer => module.Contains($".{layer}.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Layers_are_the_first_numbers_and_do_not_bind_whole_paths()
    {
        Assert.Equal(73, Select(Bert, new LoraConfiguration { LayersToTransform = [] }).Length);
        Assert.Equal(12, Select(Bert, new LoraConfiguration { TargetModulesPattern = ".*query", LayersToTransform = [] }).Length);
        Assert.Equal(
            ["bert.encoder.layer.3.attention.self.query", "bert.encoder.layer.5.attention.self.key", "bert.encoder.layer.5.attention.self.query"],
            Select(Bert, new LoraConfiguration { TargetModules = ["query", "bert.encoder.layer.3.attention.self.query", "key"], LayersToTransform = [5] }).Order(StringComparer.Ordinal));
        string[] experts = ["model.layers.1.experts.0.w", "model.layers.0.experts.1.w"];
        Assert.Equal(experts[..1], Select(experts, new LoraConfiguration { TargetModules = ["w"], LayersToTransform = [1] }));
    }

    [Fact]
    public void Saved_modules_are_those_inside_them_too()
    {
        Assert.Equal(72, Select(Bert, new LoraConfiguration { ModulesToSave = ["pooler"] }).Length);
        Assert.Equal(67, Select(Bert, new LoraConfiguration { ModulesToSave = ["layer.1"] }).Length);
        Assert.Equal(73, Select(Bert, new LoraConfiguration { ModulesToSave = ["laye"] }).Length);
    }

    [Fact]
    public void Layers_to_transform_without_a_match_say_so()
    {
        Assert.Contains("No layer is left", Assert.Throws<ArgumentException>(() => Select(Bert, new LoraConfiguration { LayersToTransform = [12] })).Message, StringComparison.Ordinal);
        Assert.Contains(nameof(LoraConfiguration.LayersToTransform), Assert.Throws<ArgumentException>(
            () => Select(Bert, new LoraConfiguration { TargetModulesPattern = ".*query", LayersToTransform = [1] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Excluded_and_saved_modules_get_no_adapter()
    {
        Assert.Equal(60, Select(Bert, new LoraConfiguration { ExcludeModules = ["query"], ModulesToSave = ["pooler.dense"] }).Length);
        Assert.Equal(61, Select(Bert, new LoraConfiguration { ExcludeModulesPattern = @".*self\.key" }).Length);
        Assert.Throws<ArgumentException>(() => Select(Bert, new LoraConfiguration { ExcludeModules = ["q_proj"] }));
    }

    [Fact]
    public void Ranks_and_alphas_follow_their_patterns()
    {
        var configuration = new LoraConfiguration
        {
            Rank = 4,
            Alpha = 8,
            RankPattern = new Dictionary<string, int> { [@"layer.0.attention.self.query"] = 2, [@"layer\.\d+\.attention\.self\.query"] = 3, ["value"] = 16 },
            AlphaPattern = new Dictionary<string, double> { ["^bert.encoder.layer.1.attention.self.key"] = 20 },
        };
        Assert.Equal(2, configuration.RankOf("bert.encoder.layer.0.attention.self.query"));
        Assert.Equal(3, configuration.RankOf("bert.encoder.layer.1.attention.self.query"));
        Assert.Equal(16, configuration.RankOf("encoder.layer.1.attention.self.value"));
        Assert.Equal(4, configuration.RankOf("encoder.layer.1.attention.self.xvalue"));
        Assert.Equal(5, configuration.Scaling("encoder.layer.1.attention.self.key"));
        Assert.Equal(2, configuration.Scaling("encoder.layer.2.attention.self.key"));
        Assert.Equal(8 / Math.Sqrt(16), (configuration with { UseRsLora = true }).Scaling("value"));
        Assert.Equal(73, Select(Bert, configuration).Length);
        Assert.Contains("'q_proj'", Assert.Throws<ArgumentException>(() => Select(Bert, configuration with { RankPattern = new Dictionary<string, int> { ["q_proj"] = 2 } })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(17)]
    [InlineData(0)]
    public void Rank_that_a_layer_cannot_have_is_refused(int rank)
    {
        Assert.Equal(Bert, Select(Bert, new LoraConfiguration { Rank = 16 }));
        var error = Assert.Throws<ArgumentException>(() => Select(
            Bert, new LoraConfiguration { Rank = 4, TargetModules = ["key", "value"], RankPattern = new Dictionary<string, int> { [@"layer\.7\..*value"] = rank } }));
        Assert.Contains("'bert.encoder.layer.7.attention.self.value' [16, 32]", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Dropout_must_be_a_share(double dropout) =>
        Assert.Throws<ArgumentException>(() => Select(Bert, new LoraConfiguration { Dropout = dropout }));

    /// <summary>Against PEFT's two rules written down again, on random names.</summary>
    [Fact]
    public void Matching_is_that_of_PEFT()
    {
        var random = new Random(7);
        string[] parts = ["a", "b", "layer", "0", "1", "q", "qq", "x_y"];
        for (var round = 0; round < 3000; round++)
        {
            var module = Path(1, 6);
            var name = Path(1, 3);
            Assert.Equal(module == name || module.EndsWith("." + name, StringComparison.Ordinal), ModuleNames.Matches(name, module));
            foreach (var key in new[] { Regex.Escape(name), name, $"({name})" })
                Assert.Equal(Regex.IsMatch(module, $@"^(.*\.)?({key})$"), ModulePattern.Matches(key, module));
        }

        string Path(int least, int most) => string.Join('.', Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => parts[random.Next(parts.Length)]));
    }

    [Theory]
    [InlineData("transformer.layer.0.attention.q_lin", "distilbert.transformer.layer.0.attention.q_lin")]
    [InlineData("h.0.attn.c_attn", "transformer.h.0.attn.c_attn")]
    [InlineData("model.layers.0.mlp.up_proj", "layers.0.mlp.up_proj")]
    [InlineData("biogpt.layers.0.fc1", "layers.0.fc1")]
    public void Prefixes_of_head_models_make_no_difference(string a, string b)
    {
        Assert.True(ModuleNames.IsSame(a, b));
        Assert.True(ModuleNames.IsSame(b, a));
        Assert.False(ModuleNames.IsSame(a, b.Replace(".0.", ".1.", StringComparison.Ordinal)));
    }

    private static string[] Select(string[] modules, LoraConfiguration configuration) =>
        [.. TargetSelection.Select([.. modules.Select(Layer)], configuration).Select(layer => layer.Module)];

    private static LinearLayer Layer(string module) => new(module, GraphTensors.Zeros(module + ".weight", 16, 32), IsOutputFirst: true, DataType.Float);
}
