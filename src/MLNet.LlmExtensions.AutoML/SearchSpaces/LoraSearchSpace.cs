using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Training.Loop;

namespace MLNet.LlmExtensions.AutoML;

/// <summary>
/// What a sweep tries of LoRA, or of another way of fine-tuning that the options name. Each list is a choice; the first entry is where a search begins, and an empty list leaves the option as
/// it is in <see cref="LoraTextClassificationOptions"/>.
/// </summary>
public sealed record LoraSearchSpace
{
    /// <summary>See <see cref="Training.FineTuningOptions.Rank"/>. The default is 8, 4, 16, 32.</summary>
    public IReadOnlyList<int> Ranks { get; init; } = [8, 4, 16, 32];

    /// <summary>
    /// <see cref="Training.FineTuningOptions.Alpha"/> as a multiple of the rank, which is what scales the adapters. The default is 2, 1, 4.
    /// </summary>
    public IReadOnlyList<double> AlphaRatios { get; init; } = [2, 1, 4];

    /// <summary>See <see cref="Training.FineTuningOptions.LoraDropout"/>. The default is 0.05, 0, 0.1.</summary>
    public IReadOnlyList<double> Dropouts { get; init; } = [0.05, 0, 0.1];

    /// <summary>
    /// The range of <see cref="Training.FineTuningOptions.LearningRate"/>, searched by its logarithm. <see langword="null"/> leaves it as it
    /// is. The default is 0.0001 to 0.005.
    /// </summary>
    public (double Minimum, double Maximum)? LearningRate { get; init; } = (1e-4, 5e-3);

    /// <summary>See <see cref="Training.FineTuningOptions.Epochs"/>. The default is 5, 3, 10.</summary>
    public IReadOnlyList<int> Epochs { get; init; } = [5, 3, 10];

    /// <summary>
    /// See <see cref="Training.FineTuningOptions.MaximumLength"/>. With <see cref="Models.LongTextHandling.Truncate"/> in the options a shorter one
    /// reads the beginnings of texts alone and takes so much less time; otherwise texts are read in more windows. The default leaves it as it is.
    /// </summary>
    public IReadOnlyList<int> MaximumLengths { get; init; } = [];

    /// <summary>See <see cref="Training.FineTuningOptions.TargetModules"/>: which modules get adapters, several to choose from. The default leaves it as it is.</summary>
    public IReadOnlyList<IReadOnlyList<string>> TargetModules { get; init; } = [];

    /// <summary>
    /// A space for the training of all layers, which LoRA's own options are of no meaning to: 4 or 8 epochs, and rates from what
    /// <see cref="Training.FineTuningOptions.LearningRate"/> is by default to four times that; a search begins with 4 epochs at twice the default. Such short
    /// trainings want <see cref="Training.FineTuningOptions.HeadFirst"/>, and no rows held back
    /// (<see cref="Training.FineTuningOptions.ValidationFraction"/> 0), because the sweep's own validation rows decide about the epochs.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <returns>The space.</returns>
    public static LoraSearchSpace ForAllLayers(LanguageModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var rate = ResolvedTraining.Resolve(new LoraTextClassificationOptions { Method = TransferMethod.Full }, model.Configuration.HiddenSize, onCuda: false).LearningRate;
        return new() { Ranks = [], AlphaRatios = [], Dropouts = [], LearningRate = (rate, 4 * rate), Epochs = [4, 8] };
    }

    internal LoraSearchSpace Check(string parameterName) =>
        LearningRate is { } range && !(double.IsFinite(range.Maximum) && range.Minimum > 0 && range.Minimum < range.Maximum)
            ? throw new ArgumentException(
                $"{nameof(LoraSearchSpace)}.{nameof(LearningRate)} is {range}; it must go from a number above 0 to a larger one.", parameterName)
            : this;
}
