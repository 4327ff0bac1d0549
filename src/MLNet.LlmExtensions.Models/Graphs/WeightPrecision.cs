namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>The arithmetic of a graph's linear layers.</summary>
public enum WeightPrecision
{
    /// <summary>32-bit floating point. The same text gives the same numbers alone and in any batch, within 1e-5.</summary>
    Float32,

    /// <summary>
    /// Signed 8-bit weights with one scale for each output, and activations quantised while running. About twice as fast
    /// on a CPU; cosine to <see cref="Float32"/> about 0.999. The scale of the activations is found for each batch, so the
    /// same text differs slightly between batches.
    /// </summary>
    Int8,
}
