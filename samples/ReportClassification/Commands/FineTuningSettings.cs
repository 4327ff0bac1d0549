using System.Globalization;
using MLNet.LlmExtensions;
using MLNet.LlmExtensions.Models.Adapters;

namespace ReportClassification.Commands;

/// <summary>What the user asked for about fine-tuning.</summary>
internal sealed record FineTuningSettings
{
    /// <summary>The trainer's options, but for what changes from one training to the next: seed, learning rate and checkpoint folder.</summary>
    public required LoraTextClassificationOptions Options { get; init; }

    /// <summary>The word for the way of transfer.</summary>
    public required string MethodName { get; init; }

    /// <summary>The learning rates to choose from; empty for the trainer's own.</summary>
    public IReadOnlyList<double> LearningRates { get; init; } = [];

    /// <summary>Where the adapter goes, in PEFT's format.</summary>
    public string? AdapterFolder { get; init; }

    /// <summary>Whether only the memory that the training would take is to be told.</summary>
    public bool EstimateOnly { get; init; }

    /// <summary>Where the training curve goes.</summary>
    public string? CurveFile { get; init; }

    /// <summary>The method and what it takes, in a line.</summary>
    public string Describe() => (Options.HeadFirst ? "the head first, then " : "") + Options.Method switch
    {
        TransferMethod.Lora => string.Create(
            CultureInfo.InvariantCulture, $"{MethodName}, rank {Options.Rank}, alpha {Options.Alpha}, {string.Join(", ", Options.TargetModules)}"),
        TransferMethod.LastLayers => string.Create(CultureInfo.InvariantCulture, $"{MethodName}, {Options.LastLayers} layers"),
        TransferMethod.Prefix => string.Create(CultureInfo.InvariantCulture, $"{MethodName} of {Options.PrefixLength}"),
        _ when Options.ContrastivePairs > 0 => string.Create(CultureInfo.InvariantCulture, $"{MethodName}, {Options.ContrastivePairs} pairs of each kind for a report"),
        _ => MethodName,
    };
}
