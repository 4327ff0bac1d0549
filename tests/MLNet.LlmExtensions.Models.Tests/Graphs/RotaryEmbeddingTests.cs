using System.Text.Json;
using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Models.Tests.Graphs;

public sealed class RotaryEmbeddingTests
{
    [Fact]
    public void Frequencies_fall_geometrically_with_theta()
    {
        var expected = Enumerable.Range(0, 4).Select(i => (float)Math.Pow(10000, -2.0 * i / 8));
        Assert.Equal(expected, Frequencies("{}"));
        Assert.Equal((float)Math.Pow(500, -0.25), Frequencies("""{"rope_theta":500}""")[1]);
        Assert.Equal((float)Math.Pow(500, -0.25), Frequencies("""{"rope_parameters":{"rope_theta":500,"rope_type":"default"}}""")[1]);
    }

    [Fact]
    public void Linear_scaling_divides_every_frequency() =>
        Assert.Equal(Frequencies("{}").Select(f => f / 4), Frequencies("""{"rope_scaling":{"type":"linear","factor":4}}"""));

    [Fact]
    public void Llama3_scaling_keeps_high_frequencies_and_divides_low_ones()
    {
        var plain = Frequencies("{}");
        var scaled = Frequencies("""{"rope_scaling":{"rope_type":"llama3","factor":8,"low_freq_factor":1,"high_freq_factor":4,"original_max_position_embeddings":256}}""");
        // 256 positions are 40.7, 4.07, 0.407 and 0.0407 turns of the four frequencies.
        Assert.Equal(plain[0], scaled[0]);
        Assert.Equal(plain[1], scaled[1]);
        Assert.Equal(plain[2] / 8, scaled[2], 1e-9f);
        Assert.Equal(plain[3] / 8, scaled[3], 1e-9f);
    }

    [Theory]
    [InlineData("""{"rope_scaling":{"rope_type":"yarn","factor":4}}""", typeof(NotSupportedException), "yarn")]
    [InlineData("""{"rope_scaling":{"type":"dynamic","factor":4}}""", typeof(NotSupportedException), "dynamic")]
    [InlineData("""{"rope_scaling":{"type":"linear"}}""", typeof(InvalidDataException), "factor")]
    [InlineData("""{"rope_scaling":{"type":"linear","factor":0}}""", typeof(InvalidDataException), "rope_scaling.factor")]
    [InlineData("""{"rope_scaling":{"rope_type":"llama3","factor":8}}""", typeof(InvalidDataException), "low_freq_factor")]
    [InlineData("""{"rope_theta":-1}""", typeof(InvalidDataException), "rope_theta")]
    [InlineData("""{"rope_scaling":"linear"}""", typeof(InvalidDataException), "rope_scaling")]
    public void Scaling_that_cannot_be_computed_is_refused_and_named(string fields, Type exception, string reason) =>
        Assert.Contains(reason, Assert.Throws(exception, () => Frequencies(fields)).Message, StringComparison.Ordinal);

    private static float[] Frequencies(string fields)
    {
        using var document = JsonDocument.Parse(fields);
        return RotaryEmbedding.InverseFrequencies(new ModelConfiguration
        {
            ModelType = "llama",
            HiddenSize = 32,
            LayerCount = 1,
            HeadCount = 4,
            KeyValueHeadCount = 4,
            HeadDimension = 8,
            IntermediateSize = 32,
            VocabularySize = 10,
            MaximumPositions = 64,
            IsDecoder = true,
            Fields = new ConfigurationFields(document.RootElement.Clone(), "config.json"),
        });
    }
}
