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
/// layer at a time is kept whole; weights in fewer bits than the computation imply it, because each would otherwise be kept
/// widened.
/// </para>
/// </remarks>
internal sealed class ActivationMemory
{
    private const int Single = sizeof(float);

    /// <summary>Of what is made, the share that is kept or wasted; measured on glibc 2.36.</summary>
    private const double ShareNotReused = 0.85;

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
            return behind + (IsCheckpointed
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

    /// <summary>
    /// Bytes that are freed in a pass and cannot be used again (see <see cref="MemoryEstimate.Allocator"/>): most of what layers
    /// make and do not keep. Layers without gradients leave one layer's worth, because all of it is freed together; with
    /// checkpointing two layers are alive at a time, one that is computed for its result and one that goes backwards.
    /// </summary>
    public long Wasted
    {
        get
        {
            // CUDA's memory comes from libtorch's own allocator, which has lists for each size.
            if (_options.Cuda)
                return 0;
            var layers = Enumerable.Range(0, _anatomy.LayerCount).ToArray();
            var largest = layers.Max(Made);
            var made = IsCheckpointed ? 2 * largest : Math.Max(largest, layers.Where(layer => layer >= _anatomy.FirstLayerWithGradients).Sum(Made));
            var kept = IsCheckpointed ? layers.Max(OfLayer) : layers.Sum(OfLayer);
            return Math.Max(0, (long)(ShareNotReused * made) - kept);
        }
    }

    private bool IsCheckpointed => _options.GradientCheckpointing || _options.WidensWeights();

    /// <summary>Bytes of all values that a layer makes on its way forwards.</summary>
    private long Made(int layer)
    {
        var (hidden, heads) = ((long)_anatomy.HiddenSize, (long)_anatomy.HeadCount * _anatomy.HeadSize);
        var hasDropout = _options.Transfer.Lora.Dropout > 0;
        // Scaled queries and keys, all three in the order of the product, the context and its way back; scores twice.
        var attention = (7 * heads * _size) + (2 * Scores);
        // Two norms and two sums, in single precision.
        var rest = 4 * hidden * Single;
        var feedForward = Math.Max(1, _anatomy.FeedForward.KeptVectors) * _anatomy.IntermediateSize * _size;
        // A frozen layer makes its product with the bias; with an adapter the adapter's product, that scaled, their sum, and
        // that with the bias.
        var linears = _anatomy.Linears.Where(linear => linear.Layer == layer).Sum(linear =>
            (linear.Outputs * _size * (linear.Rank == 0 ? 1 : linear.HasBias ? 5 : 4))
            + (linear.Rank > 0 && hasDropout ? linear.Inputs * ((2 * Single) + (_size < Single ? _size : 0)) : 0)
            + (_size < Single ? linear.Inputs * _size : 0));
        return checked(_tokens * (attention + rest + feedForward + linears));
    }

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
