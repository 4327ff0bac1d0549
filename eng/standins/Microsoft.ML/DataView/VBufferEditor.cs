namespace Microsoft.ML.Data;

/// <summary>Creates editors of vectors, which use the vector's arrays again where they are large enough.</summary>
public static class VBufferEditor
{
    /// <summary>An editor with the vector's own length and number of explicit values.</summary>
    public static VBufferEditor<T> CreateFromBuffer<T>(scoped ref VBuffer<T> destination) => destination.Edit();

    /// <summary>An editor of a vector with the given length and number of explicit values (all of them by default).</summary>
    public static VBufferEditor<T> Create<T>(
        scoped ref VBuffer<T> destination,
        int newLogicalLength,
        int? valuesCount = null,
        int? maxValuesCapacity = null,
        bool keepOldOnResize = false,
        bool requireIndicesOnDense = false) =>
        destination.Edit(newLogicalLength, valuesCount, maxValuesCapacity, keepOldOnResize, requireIndicesOnDense);
}
