using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;

namespace Results.Methods;

/// <summary>All methods, in the order of the page.</summary>
internal static class MethodCatalog
{
    public static readonly IReadOnlyList<IMethod> All =
    [
        new MajorityMethod(),
        new FrozenProbeMethod("frozen", "frozen + LinearProbe", WeightPrecision.Float32),
        new FrozenProbeMethod("frozen-int8", "frozen in int8 + LinearProbe", WeightPrecision.Int8),
        new SetFitMethod(),
        new FineTuningMethod("head", "head alone", new() { Method = TransferMethod.Head }),
        new FineTuningMethod("lora", "LoRA", new() { Method = TransferMethod.Lora }),
        new FineTuningMethod("full", "all layers", new() { Method = TransferMethod.Full }),
    ];
}
