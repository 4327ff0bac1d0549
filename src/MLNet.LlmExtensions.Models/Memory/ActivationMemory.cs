using MLNet.LlmExtensions.Models.Adapters;

namespace MLNet.LlmExtensions.Models.Memory;

/// <summary>What a training keeps of a forward pass, and what it needs while it runs.</summary>
/// <remarks>
/// <para>
/// In the manner of Korthikanti et al. (<see href="https://arxiv.org/abs/2205.05198"/>), but for what libtorch keeps of the
/// graphs here. With h the hidden size, i the feed-forward width, a heads of size d, s tokens in a row, n = rows × s, and e
/// bytes for a number of the computation, a layer keeps for each token:
/// </para>
/// <list type="bullet">
/// <item>attention: queries, keys and values, 3·a·d·e, and the weights after the softmax, a·s·e (on CUDA those are computed again);</item>
/// <item>two norms: their inputs, 2·4·h;</item>
/// <item>the feed-forward layer's activation function: i·e, three times that for GELU's tanh form, and two times more for a gate;</item>
/// <item>for each value that a trained linear layer, or an adapter without dropout, reads: its size · e, once for all of its readers;</item>
/// <item>for each adapter with dropout: input · (e + 4), because libtorch keeps what was let through and the numbers it was multiplied with;
/// and rank · e.</item>
/// </list>
/// <para>
/// Layers before the first trained tensor keep nothing. With gradient checkpointing a layer keeps its input, 4·h, and one
/// layer at a time is kept whole; quantised weights imply it, because each would otherwise be kept unpacked.
/// </para>
/// </remarks>
internal sealed class ActivationMemory
{
    private const int Single = sizeof(float);

    private readonly ModelAnatomy _anatomy;
    private readonly TrainingMemoryOptions _options;
    private readonly long _tokens;
    private readonly int _size;

    public ActivationMemory(ModelAnatomy anatomy, TrainingMemoryOptions options)
    {
        _anatomy = anatomy;
        _options = options;
        _tokens = checked((long)options.Rows * options.Length);
        _size = options.Precision == TrainingPrecision.BFloat16 ? 2 : Single;
    }

    /// <summary>Bytes kept for the backward pass.</summary>
    public long Kept
    {
        get
        {
            var layers = Enumerable.Range(0, _anatomy.LayerCount).Select(OfLayer).ToArray();
            var behind = _tokens * _anatomy.HiddenSize * Single;
            return behind + (_options.GradientCheckpointing || _options.HasQuantizedWeights()
                ? layers.Max() + (layers.Count(bytes => bytes > 0) * _tokens * _anatomy.HiddenSize * Single)
                : layers.Sum());
        }
    }

    /// <summary>
    /// Bytes that are alive beside what is kept: a few values of the widest kind, forwards their inputs and outputs, backwards
    /// their gradients.
    /// </summary>
    public long Transient => checked(_tokens * Math.Max(
        (3 * _anatomy.IntermediateSize * _size) + (2 * _anatomy.HiddenSize * Single),
        (3 * Scores) + (4 * _anatomy.HiddenSize * Single)));

    /// <summary>Bytes of a token's attention weights, whether they are kept or computed again.</summary>
    private long Scores => checked((long)_anatomy.HeadCount * (_options.Length + Prefix) * _size);

    private int Prefix => _options.Transfer.Method == TransferMethod.Prefix ? _options.Transfer.PrefixLength : 0;

    /// <summary>Bytes that a layer keeps.</summary>
    private long OfLayer(int layer)
    {
        if (layer < _anatomy.FirstLayerWithGradients)
            return 0;

        var attention = (3L * _anatomy.HeadCount * _anatomy.HeadSize * _size) + (_options.Cuda ? 0 : Scores);
        var norms = 2L * _anatomy.HiddenSize * Single;
        var feedForward = _anatomy.FeedForward.KeptVectors * _anatomy.IntermediateSize * _size;
        return checked(_tokens * (attention + norms + feedForward + Linears(layer)));
    }

    private long Linears(int layer)
    {
        var hasDropout = _options.Transfer.Lora.Dropout > 0;
        var bytes = 0L;
        foreach (var readers in _anatomy.Linears.Where(linear => linear.Layer == layer).GroupBy(linear => linear.Input))
        {
            var isKept = false;
            foreach (var linear in readers)
            {
                isKept |= linear.IsTrained || (linear.Rank > 0 && !hasDropout);
                if (linear.Rank > 0)
                    bytes += (linear.Rank * _size) + (hasDropout ? linear.Inputs * (_size + Single) : 0);
            }

            bytes += isKept ? readers.First().Inputs * _size : 0;
        }

        return bytes;
    }
}
