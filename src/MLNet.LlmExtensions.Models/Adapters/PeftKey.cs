namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>What the name of a tensor in PEFT's file means.</summary>
/// <param name="Module">The module's path in the model that was adapted, a head model's prefix included.</param>
/// <param name="Tensor">
/// The tensor's name in this library's terms without the module: <c>lora_A.weight</c>, <c>lora_B.weight</c>,
/// <c>lora_magnitude_vector</c>, or a parameter's own such as <c>weight</c> and <c>bias</c>.
/// </param>
internal sealed record PeftKey(string Module, string Tensor)
{
    /// <summary>What PEFT puts before the names of everything in the model that it wraps.</summary>
    public const string Prefix = "base_model.model.";

    /// <summary>The same for methods that wrap no layers.</summary>
    public const string PromptPrefix = "base_model.";

    private const string SavedModules = "modules_to_save";

    /// <summary>Whether the tensor belongs to a low-rank adapter and not to a module that was trained in full.</summary>
    public bool IsAdapter => Tensor.StartsWith("lora_", StringComparison.Ordinal);

    /// <summary>Splits a name, or gives null for a copy of the base model's own weights, which some versions wrote as well.</summary>
    /// <exception cref="NotSupportedException">A tensor of a variant that is not supported.</exception>
    /// <exception cref="InvalidDataException">The name is no path.</exception>
    public static PeftKey? Parse(string key, string source)
    {
        var path = key.StartsWith(Prefix, StringComparison.Ordinal) ? key[Prefix.Length..]
            : key.StartsWith(PromptPrefix, StringComparison.Ordinal) ? key[PromptPrefix.Length..]
            : key;
        var parts = path.Split('.').ToList();
        if (parts.Contains("original_module"))
            return null;

        // The adapter's name, which PEFT leaves out when it saves but other writers did not, follows one of these.
        foreach (var marker in new[] { "lora_A", "lora_B", "lora_magnitude_vector", SavedModules })
        {
            var index = parts.IndexOf(marker);
            if (index >= 0 && index + 1 < parts.Count && parts[index + 1] == "default")
                parts.RemoveAt(index + 1);
        }

        parts.RemoveAll(part => part is SavedModules or "base_layer");
        if (parts is [.., "lora_magnitude_vector", "weight"])
            parts.RemoveAt(parts.Count - 1);

        var split = parts.FindIndex(part => part.StartsWith("lora_", StringComparison.Ordinal));
        if (split < 0)
            split = parts.Count - 1;
        if (split < 1)
            throw new InvalidDataException($"{source}: the tensor '{key}' does not name a module.");
        var result = new PeftKey(string.Join('.', parts[..split]), string.Join('.', parts[split..]));
        return !result.IsAdapter || result.Tensor is "lora_A.weight" or "lora_B.weight" or "lora_magnitude_vector"
            ? result
            : throw new NotSupportedException($"{source}: the tensor '{key}' belongs to a variant of LoRA that is not supported. Supported are adapters of linear layers and DoRA.");
    }
}
