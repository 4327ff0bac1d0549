namespace MLNet.LlmExtensions.AutoML;

/// <summary>What a trial says of LoRA; null where it says nothing. The names are those in the parameters of trials.</summary>
internal sealed class LoraTrial
{
    public int? Rank { get; set; }

    public double? AlphaRatio { get; set; }

    public double? Dropout { get; set; }

    public double? LearningRate { get; set; }

    public int? Epochs { get; set; }

    public int? MaximumLength { get; set; }

    public string? TargetModules { get; set; }
}
