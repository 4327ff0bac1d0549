namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>How the tensors of an adapter are part of a graph.</summary>
internal enum AdapterPlacement
{
    /// <summary>As initializers under their own names, with the scaling in the graph: for training and for merging.</summary>
    Initializers,

    /// <summary>
    /// As inputs that may be left out: without values the graph computes the base model, with values any adapter of any
    /// rank. The scaling is part of B. For serving several adapters from one session.
    /// </summary>
    OverridableInputs,
}
