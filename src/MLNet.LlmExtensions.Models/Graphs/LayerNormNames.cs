namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>Checkpoints that were converted from TensorFlow call a LayerNorm's parameters gamma and beta, PyTorch weight and bias.</summary>
internal static class LayerNormNames
{
    /// <summary>The name with <c>gamma</c> or <c>beta</c> for a LayerNorm's parameter; any other name as it is.</summary>
    public static string Old(string name) => Replace(Replace(name, "weight", "gamma"), "bias", "beta");

    /// <summary>The name with <c>weight</c> or <c>bias</c> for a LayerNorm's parameter; any other name as it is.</summary>
    public static string New(string name) => Replace(Replace(name, "gamma", "weight"), "beta", "bias");

    private static string Replace(string name, string from, string to) =>
        name.EndsWith($"LayerNorm.{from}", StringComparison.Ordinal) ? name[..^from.Length] + to : name;
}
