namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>
/// PEFT's one matrix for all prefixes, <c>prompt_embeddings</c> [length, layers · 2 · width]: for each layer its keys, then
/// its values.
/// </summary>
internal static class PrefixEmbeddings
{
    public const string Key = "prompt_embeddings";

    /// <summary>Joins the tensors of all layers.</summary>
    /// <exception cref="ArgumentException">A layer is missing, or layers differ in shape.</exception>
    public static DenseTensor Join(IReadOnlyDictionary<string, DenseTensor> tensors)
    {
        var layers = 0;
        while (tensors.ContainsKey(TensorNames.PrefixKey(layers)))
            layers++;
        if (layers == 0 || tensors.Count != 2 * layers || tensors[TensorNames.PrefixKey(0)].Shape is not [var length, var width])
            throw new ArgumentException("The tensors are not the prefixes of layers 0, 1, 2, ….", nameof(tensors));
        var values = new float[length * layers * 2 * width];
        for (var i = 0; i < 2 * layers; i++)
        {
            if (!tensors.TryGetValue(NameOf(i), out var tensor) || !tensor.Shape.SequenceEqual([length, width]))
                throw new ArgumentException($"The prefix '{NameOf(i)}' is missing or has another shape than the others.", nameof(tensors));
            for (var row = 0; row < length; row++)
                tensor.Values.AsSpan((int)(row * width), (int)width).CopyTo(values.AsSpan((int)(((row * layers * 2) + i) * width)));
        }

        return new DenseTensor([length, layers * 2 * width], values);
    }

    /// <summary>Takes the matrix apart.</summary>
    /// <exception cref="InvalidDataException">The matrix does not fit the number of layers.</exception>
    public static IReadOnlyDictionary<string, DenseTensor> Split(DenseTensor matrix, int layers, string source)
    {
        if (matrix.Shape is not [var length, var columns] || columns == 0 || columns % (2L * layers) != 0)
            throw new InvalidDataException($"{source}: '{Key}' {matrix} does not fit keys and values of {layers} layers.");
        var width = (int)(columns / (2L * layers));
        var result = new Dictionary<string, DenseTensor>(StringComparer.Ordinal);
        for (var i = 0; i < 2 * layers; i++)
        {
            var values = new float[length * width];
            for (var row = 0; row < length; row++)
                matrix.Values.AsSpan((int)((row * columns) + ((long)i * width)), width).CopyTo(values.AsSpan(row * width));
            result.Add(NameOf(i), new DenseTensor([length, width], values));
        }

        return result;
    }

    private static string NameOf(int index) => index % 2 == 0 ? TensorNames.PrefixKey(index / 2) : TensorNames.PrefixValue(index / 2);
}
