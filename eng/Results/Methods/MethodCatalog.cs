using MLNet.LlmExtensions.Models.Adapters;

namespace Results.Methods;

/// <summary>All methods, in the order of the page.</summary>
internal static class MethodCatalog
{
    public static readonly IReadOnlyList<IMethod> All =
    [
        new MajorityMethod(),
        new FrozenProbeMethod(),
        new SetFitMethod(),
        new FineTuningMethod("head", "head alone", new() { Method = TransferMethod.Head }),
        new FineTuningMethod("lora", "LoRA", new() { Method = TransferMethod.Lora }),
        new FineTuningMethod("full", "all layers", new() { Method = TransferMethod.Full }),
    ];
}
