using MLNet.LlmExtensions.Models.Checkpoints;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>
/// Rotary position embedding (<see href="https://arxiv.org/abs/2104.09864"/>) in the layout of Hugging Face's checkpoints:
/// component i is rotated together with component i + size/2.
/// </summary>
/// <remarks>The angles are computed while running, once for all layers, so that long contexts need no table.</remarks>
internal sealed class RotaryEmbedding
{
    private readonly GraphBuilder _graph;
    private readonly string _cosine;
    private readonly string _sine;

    /// <summary>Adds the angles of a batch.</summary>
    /// <param name="builder">The graph.</param>
    /// <param name="inverseFrequencies">One for each pair of components.</param>
    public RotaryEmbedding(TransformerBuilder builder, ReadOnlySpan<float> inverseFrequencies)
    {
        _graph = builder.Graph;
        using var scope = _graph.BeginScope("rotary");
        var positions = _graph.Unsqueeze(_graph.Cast(builder.TokenPositions(), DataType.Float), 2, 3);
        var angles = _graph.Multiply(positions, _graph.Vector("inverse_frequencies", inverseFrequencies));
        _cosine = _graph.Node("Cos", [angles]);
        _sine = _graph.Node("Sin", [angles]);
    }

    /// <summary>Rotates queries or keys, [batch, sequence, heads, size].</summary>
    public string Rotate(string value)
    {
        var halves = _graph.Split(value, axis: -1, pieces: 2);
        var first = _graph.Subtract(_graph.Multiply(halves[0], _cosine), _graph.Multiply(halves[1], _sine));
        var second = _graph.Add(_graph.Multiply(halves[1], _cosine), _graph.Multiply(halves[0], _sine));
        return _graph.Concat(-1, first, second);
    }

    /// <summary>The inverse frequencies that a configuration asks for, context extension included.</summary>
    /// <exception cref="NotSupportedException">A kind of scaling that is not supported.</exception>
    /// <exception cref="InvalidDataException">The kind's numbers are missing or make no sense.</exception>
    public static float[] InverseFrequencies(ModelConfiguration configuration)
    {
        var fields = configuration.Fields;
        var scaling = fields.OptionalObject("rope_parameters") ?? fields.OptionalObject("rope_scaling");
        var theta = scaling is not null && scaling.Has("rope_theta")
            ? scaling.Positive("rope_theta", 0)
            : fields.Positive("rope_theta", 10000);

        var frequencies = new double[configuration.HeadDimension / 2];
        for (var i = 0; i < frequencies.Length; i++)
            frequencies[i] = Math.Pow(theta, -2.0 * i / configuration.HeadDimension);

        var kind = scaling?.OptionalText("rope_type") ?? scaling?.OptionalText("type") ?? "default";
        switch (kind)
        {
            case "default":
                break;
            case "linear":
                var factor = Factor(scaling!, "factor");
                frequencies = [.. frequencies.Select(frequency => frequency / factor)];
                break;
            case "llama3":
                ScaleLlama3(frequencies, scaling!);
                break;
            default:
                throw new NotSupportedException(
                    $"'{fields.File}': rotary scaling of type '{kind}' is not supported. Supported are default, linear and llama3.");
        }

        return [.. frequencies.Select(frequency => (float)frequency)];
    }

    /// <summary>
    /// Llama 3.1's extension: low frequencies are divided by the factor, high ones are kept, with a linear passage between.
    /// </summary>
    private static void ScaleLlama3(double[] frequencies, ConfigurationFields scaling)
    {
        var factor = Factor(scaling, "factor");
        var low = Factor(scaling, "low_freq_factor");
        var high = Factor(scaling, "high_freq_factor");
        var original = scaling.Size("original_max_position_embeddings");
        if (high <= low)
            throw new InvalidDataException($"'{scaling.File}': rotary scaling needs a 'high_freq_factor' above its 'low_freq_factor'.");

        for (var i = 0; i < frequencies.Length; i++)
        {
            // How many turns this frequency makes within the original context.
            var turns = original * frequencies[i] / (2 * Math.PI);
            var kept = Math.Clamp((turns - low) / (high - low), 0, 1);
            frequencies[i] *= kept + ((1 - kept) / factor);
        }
    }

    private static double Factor(ConfigurationFields scaling, string name) =>
        scaling.Has(name)
            ? scaling.Positive(name, 0)
            : throw new InvalidDataException($"'{scaling.File}': rotary scaling has no '{name}'.");
}
