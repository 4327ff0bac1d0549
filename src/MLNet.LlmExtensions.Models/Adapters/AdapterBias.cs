namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>Which biases are trained beside the adapters; PEFT's <c>bias</c>.</summary>
public enum AdapterBias
{
    /// <summary>None of them: <c>none</c>. The default.</summary>
    None,

    /// <summary>Every bias of the model, those of its norms included: <c>all</c>.</summary>
    All,

    /// <summary>The biases of the layers that have an adapter: <c>lora_only</c>.</summary>
    LoraOnly,
}
