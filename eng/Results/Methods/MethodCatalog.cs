using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Training;

namespace Results.Methods;

/// <summary>All methods, in the order of the page.</summary>
internal static class MethodCatalog
{
    public static readonly IReadOnlyList<IMethod> All =
    [
        new MajorityMethod(),
        new FrozenProbeMethod("frozen", "frozen + LinearProbe", [new()]),
        new FrozenProbeMethod("frozen-int8", "frozen in int8 + LinearProbe", [new(WeightPrecision.Int8)], new("precision", "Int8")),
        new FrozenProbeMethod(
            "frozen-mean-max", "frozen, mean and max pooling + LinearProbe", [new(), new(Pooling: PoolingMode.Max)], new("pooling", "Mean and Max")),
        new SetFitMethod(),
        new FineTuningMethod("head", "head alone", new() { Method = TransferMethod.Head }) { IsVariant = true },
        new FineTuningMethod("lora", "LoRA", new() { Method = TransferMethod.Lora }),
        new FineTuningMethod("full", "all layers", new() { Method = TransferMethod.Full }),
        new AllRowsMethod("full-all-rows", "all layers, 8 epochs, train and dev rows", new() { Method = TransferMethod.Full, Epochs = 8 }, "Epochs = 8; train and dev rows")
        {
            IsVariant = true,
        },
        new FineTuningMethod(
            "full-max",
            "all layers, max pooling, 4 epochs",
            new() { Method = TransferMethod.Full, Pooling = PoolingMode.Max, Epochs = 4, Metric = TrainingMetric.Loss },
            "Pooling = Max, Epochs = 4, Metric = Loss")
        {
            IsVariant = true,
        },
    ];
}
