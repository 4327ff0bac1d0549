using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Sentences;

/// <summary>The vectors of a batch's texts, and which texts each example is made of.</summary>
/// <param name="Vectors">One vector for each distinct text, [texts, dimensions].</param>
/// <param name="Examples">The indices of the examples among all.</param>
/// <param name="Members">For each example the places of its texts among the vectors.</param>
internal sealed record SentenceBatch(Tensor Vectors, IReadOnlyList<int> Examples, IReadOnlyList<int[]> Members)
{
    /// <summary>Number of examples.</summary>
    public int Count => Examples.Count;

    /// <summary>The vectors of the texts at one place of each example, scaled to length 1: [examples that have one, dimensions].</summary>
    /// <param name="place">The place: 0 for the first text.</param>
    public Tensor Unit(int place)
    {
        using var indices = tensor(Members.Where(members => members.Length > place).Select(members => (long)members[place]).ToArray(), device: Vectors.device);
        using var picked = Vectors.index_select(0, indices);
        return nn.functional.normalize(picked, dim: 1);
    }
}
