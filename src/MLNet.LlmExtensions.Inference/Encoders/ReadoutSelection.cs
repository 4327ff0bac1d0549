using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Inference.Encoders;

/// <summary>Takes the wanted readouts out of the vector that a pass computes. Thread-safe.</summary>
internal sealed class ReadoutSelection
{
    private readonly int[] _sizes;
    private readonly Range[] _wanted;

    /// <param name="plan">What is computed and what is wanted.</param>
    /// <param name="graph">The graph that computes it.</param>
    /// <param name="total">The length of its vectors.</param>
    /// <exception cref="InvalidDataException">It gives vectors of another length than its file says.</exception>
    public ReadoutSelection(ReadoutPlan plan, OnnxModel graph, int total)
    {
        // The size that an exported file declares may be missing or wrong; of one readout it does not matter.
        _sizes = graph.ReadoutDimensions.Count == 1 ? [total] : [.. graph.ReadoutDimensions];
        if (_sizes.Sum() != total)
        {
            throw new InvalidDataException($"The model gives {total} numbers for {_sizes.Length} readouts, where its files say {_sizes.Sum()}.");
        }

        _wanted = [.. plan.Wanted.Select(readout => _sizes.Take(readout).Sum()..(_sizes.Take(readout + 1).Sum()))];
        Dimensions = plan.Wanted.Sum(readout => _sizes[readout]);
        IsWhole = plan.Wanted.SequenceEqual(Enumerable.Range(0, _sizes.Length));
    }

    /// <summary>The lengths of the readouts that a pass computes.</summary>
    public ReadOnlySpan<int> Sizes => _sizes;

    /// <summary>The length of the wanted vector.</summary>
    public int Dimensions { get; }

    /// <summary>Whether the wanted vector is what a pass computes.</summary>
    public bool IsWhole { get; }

    /// <summary>Copies the wanted vector.</summary>
    /// <param name="computed">What a pass computed.</param>
    /// <param name="destination">Receives <see cref="Dimensions"/> numbers.</param>
    public void Copy(ReadOnlySpan<float> computed, Span<float> destination)
    {
        var place = 0;
        foreach (var range in _wanted)
        {
            var part = computed[range];
            part.CopyTo(destination[place..]);
            place += part.Length;
        }
    }
}
