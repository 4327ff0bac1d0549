namespace MLNet.LlmExtensions.AutoML;

/// <summary>What a trial says of a linear probe; null where it says nothing. The names are those in the parameters of trials.</summary>
internal sealed class ProbeTrial
{
    public string? ClassWeighting { get; set; }

    public double? L2Regularization { get; set; }
}
