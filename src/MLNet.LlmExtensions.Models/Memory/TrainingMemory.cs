using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Quantization;

namespace MLNet.LlmExtensions.Models.Memory;

/// <summary>The memory of a training.</summary>
internal static class TrainingMemory
{
    private const int Single = sizeof(float);

    public static MemoryEstimate Estimate(ModelAnatomy anatomy, TrainingMemoryOptions options)
    {
        var activations = new ActivationMemory(anatomy, options);
        var head = checked(((long)anatomy.HiddenSize + 1) * options.Classes);
        var trainable = anatomy.TrainableElements + head;
        var frozen = FrozenBytes(anatomy, options);
        // Trained matrices are kept in single precision, and their copies in 16 bits are kept for the backward pass.
        var copies = options.Precision == TrainingPrecision.BFloat16 ? 2 * (anatomy.TrainedWeights.Linear + anatomy.TrainedWeights.Table) : 0;
        return new MemoryEstimate
        {
            Title = Title(anatomy, options),
            Parameters = anatomy.Elements,
            TrainableParameters = trainable,
            Weights = frozen,
            Trained = checked((trainable * Single * (options.KeepBest ? 2 : 1)) + copies),
            Gradients = checked(trainable * Single),
            OptimizerState = checked(trainable * 2 * Single),
            Activations = activations.Kept,
            Head = checked((long)options.Rows * ((6L * anatomy.HiddenSize) + (8L * options.Classes)) * Single),
            Workspace = checked(activations.Transient + Unpacked(anatomy, options) + (anatomy.LargestTrainable * Single)),
            Allocator = activations.Wasted,
            Runtime = ProcessMemory.Training(options.Cuda),
            RuleOfThumb = RuleOfThumb.Bytes(anatomy.Elements, Bits(options)),
        };
    }

    /// <summary>Changes of the options that may need less memory.</summary>
    public static IEnumerable<(string Change, TrainingMemoryOptions Options)> Alternatives(TrainingMemoryOptions options, MemoryEstimate estimate)
    {
        if (options.Rows > 1)
            yield return ($"{(options.Rows + 1) / 2} texts in a pass instead of {options.Rows}", options with { Rows = (options.Rows + 1) / 2 });
        if (options.Length > 64)
            yield return ($"texts of {options.Length / 2} tokens instead of {options.Length}", options with { Length = options.Length / 2 });
        if (!options.GradientCheckpointing && options.Transfer.Method != TransferMethod.Head)
            yield return ("gradient checkpointing", options with { GradientCheckpointing = true });
        if (options.Precision == TrainingPrecision.Float32)
            yield return ("bfloat16 arithmetic", options with { Precision = TrainingPrecision.BFloat16 });
        if (options.Transfer.Method != TransferMethod.Full)
        {
            if (options is { FrozenWeights: FrozenWeightPrecision.Float32, Precision: TrainingPrecision.Float32 })
                yield return ("frozen weights in bfloat16", options with { FrozenWeights = FrozenWeightPrecision.BFloat16 });
            if (options.FrozenWeights != FrozenWeightPrecision.Nf4)
                yield return ("frozen weights in 4 bits", options with { FrozenWeights = FrozenWeightPrecision.Nf4 });
        }

        if (options.Transfer.Method is TransferMethod.Full or TransferMethod.LastLayers)
            yield return ("LoRA", options with { Transfer = options.Transfer with { Method = TransferMethod.Lora } });
        // Adapters are small, and another rank is another graph to examine.
        if (options.Transfer is { Method: TransferMethod.Lora, Lora.Rank: > 1 } lora && estimate.Trained + estimate.Gradients + estimate.OptimizerState > estimate.Total / 10)
            yield return ($"rank {lora.Lora.Rank / 2} instead of {lora.Lora.Rank}", options with { Transfer = lora with { Lora = lora.Lora with { Rank = lora.Lora.Rank / 2 } } });
    }

    /// <summary>Weights that are not trained, as they are held.</summary>
    private static long FrozenBytes(ModelAnatomy anatomy, TrainingMemoryOptions options)
    {
        var trained = anatomy.TrainedWeights;
        var linear = anatomy.LinearElements - trained.Linear;
        var rows = anatomy.LinearRows - trained.LinearRows;
        var table = anatomy.TableElements - trained.Table;
        var other = anatomy.OtherElements - trained.Other;
        var isHalf = options.FrozenWeights != FrozenWeightPrecision.Float32 || options.Precision == TrainingPrecision.BFloat16;
        var half = isHalf ? 2 : Single;
        return checked((other * Single) + (table * half) + options.FrozenWeights switch
        {
            FrozenWeightPrecision.Int8 => linear + (rows * Single),
            FrozenWeightPrecision.Nf4 => NormalFloat4.PackedLength(linear) + (NormalFloat4.BlockCount(linear) * Single),
            _ => linear * half,
        });
    }

    /// <summary>
    /// Weights in fewer bits, widened: those of one layer live until its backward pass has read them, and one more is on its way,
    /// for 4 bits as 64-bit indices of pairs beside the numbers.
    /// </summary>
    private static long Unpacked(ModelAnatomy anatomy, TrainingMemoryOptions options)
    {
        if (!options.WidensWeights())
            return 0;
        var frozen = anatomy.Linears.Where(linear => !linear.IsTrained).ToArray();
        var layer = frozen.GroupBy(linear => linear.Layer).Select(group => group.Sum(linear => linear.Elements)).DefaultIfEmpty(0).Max();
        var largest = frozen.Select(linear => linear.Elements).DefaultIfEmpty(0).Max();
        var size = options.Precision == TrainingPrecision.BFloat16 ? 2 : Single;
        return checked((layer * size) + (largest * (options.FrozenWeights == FrozenWeightPrecision.Nf4 ? 2 : 1) * Single));
    }

    private static int Bits(TrainingMemoryOptions options) => options.FrozenWeights switch
    {
        FrozenWeightPrecision.Nf4 => 4,
        FrozenWeightPrecision.Int8 => 8,
        FrozenWeightPrecision.BFloat16 => 16,
        _ => options.Precision == TrainingPrecision.BFloat16 ? 16 : 32,
    };

    private static string Title(ModelAnatomy anatomy, TrainingMemoryOptions options)
    {
        var method = options.Transfer.Method switch
        {
            TransferMethod.Lora => $"LoRA of rank {options.Transfer.Lora.Rank}",
            TransferMethod.Head => "head only",
            TransferMethod.LastLayers => $"the last {options.Transfer.LastLayers} layers",
            TransferMethod.Prefix => $"a prefix of {options.Transfer.PrefixLength}",
            _ => "all layers",
        };
        return $"Training {anatomy.Name} ({method}, {options.Precision}, frozen weights {options.FrozenWeights}, " +
            $"{(options.GradientCheckpointing ? "gradient checkpointing, " : "")}{options.Rows} × {options.Length} tokens)";
    }
}
