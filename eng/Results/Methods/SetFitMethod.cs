using System.Globalization;
using MLNet.LlmExtensions;

namespace Results.Methods;

/// <summary>
/// Few-shot training: comparisons of the labelled rows, then a head. SetFit's 20 pairs of each kind for a row, and fewer, one at the
/// least, where rows are many already, so that a training takes minutes on a CPU; settled beforehand.
/// </summary>
internal sealed class SetFitMethod() : FineTuningMethod("setfit", "SetFit", LoraTextClassificationOptions.SetFit)
{
    private const int MostPairs = 2560;

    public override bool TakesFewLabels => true;

    public override bool TakesAllLabels => false;

    public override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["options"] = "LoraTextClassificationOptions.SetFit",
        ["pairs"] = string.Create(CultureInfo.InvariantCulture, $"of each kind for a row: 20, or fewer for {MostPairs} in all"),
    };

    protected override LoraTextClassificationOptions Options(Trial trial)
    {
        var options = base.Options(trial);
        return options with { ContrastivePairs = Math.Clamp(MostPairs / (2 * trial.Train.Count), 1, options.ContrastivePairs) };
    }
}
