using MLNet.LlmExtensions.Models.Checkpoints;

namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>Where the weights of a graph that is built come from.</summary>
internal interface IWeightSource
{
    /// <summary>What messages call it: the checkpoint's folder.</summary>
    string Folder { get; }

    /// <summary>The folder that locations of weights are relative to.</summary>
    string DataFolder { get; }

    /// <summary>Whether there is a weight of that name.</summary>
    bool Contains(string name);

    /// <summary>The weight of that name, or null.</summary>
    /// <param name="name">Its full name.</param>
    /// <param name="shape">The shape that the architecture expects; the weight found may have another.</param>
    CheckpointTensor? Find(string name, ReadOnlySpan<long> shape);
}
