namespace Microsoft.ML;

/// <summary>What a trainer wants of its data.</summary>
public sealed class TrainerInfo
{
    internal TrainerInfo(bool normalization = true, bool caching = true)
    {
        NeedNormalization = normalization;
        WantCaching = caching;
    }

    /// <summary>Whether it trains better on normalised features.</summary>
    public bool NeedNormalization { get; }

    /// <summary>Whether it reads the data several times.</summary>
    public bool WantCaching { get; }
}
