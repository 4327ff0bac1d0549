namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>What the tensors of adapters are called in an edited graph.</summary>
internal static class TensorNames
{
    private const string ASuffix = ".lora_A.weight";
    private const string BSuffix = ".lora_B.weight";
    private const string MagnitudeSuffix = ".lora_magnitude_vector";

    /// <summary>The matrix that reduces, [rank, in].</summary>
    public static string A(string module) => module + ASuffix;

    /// <summary>The matrix that expands, [out, rank].</summary>
    public static string B(string module) => module + BSuffix;

    /// <summary>DoRA's magnitudes, [out].</summary>
    public static string Magnitude(string module) => module + MagnitudeSuffix;

    /// <summary>What a layer's outputs are multiplied with instead of magnitudes where those are not trained any more, [out].</summary>
    public static string Gain(string module) => module + ".lora_gain";

    /// <summary>The keys that a layer sees before a text's own, [length, heads · size].</summary>
    public static string PrefixKey(int layer) => $"prefix.{layer}.key";

    /// <summary>The values that belong to <see cref="PrefixKey"/>.</summary>
    public static string PrefixValue(int layer) => $"prefix.{layer}.value";

    /// <summary>The module that a tensor named by <see cref="A"/> belongs to, or null.</summary>
    public static string? ModuleOfA(string name) => Without(name, ASuffix);

    /// <summary>The module that a tensor named by <see cref="B"/> belongs to, or null.</summary>
    public static string? ModuleOfB(string name) => Without(name, BSuffix);

    /// <summary>The module that a tensor named by <see cref="Magnitude"/> belongs to, or null.</summary>
    public static string? ModuleOfMagnitude(string name) => Without(name, MagnitudeSuffix);

    private static string? Without(string name, string suffix) =>
        name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : null;
}
