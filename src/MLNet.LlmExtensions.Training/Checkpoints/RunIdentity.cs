using System.Globalization;
using System.Security.Cryptography;
using System.Runtime.InteropServices;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Tokenization.Windows;
using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Loop;

namespace MLNet.LlmExtensions.Training.Checkpoints;

/// <summary>
/// Everything that decides what a training gives, by name: options, data, classes and base model. A checkpoint belongs to one
/// identity. Threads, device, progress and the like are not part of it.
/// </summary>
internal sealed class RunIdentity
{
    private readonly SortedDictionary<string, string> _values;

    private RunIdentity(SortedDictionary<string, string> values) => _values = values;

    /// <summary>The values by name.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>The identity of a training.</summary>
    /// <param name="model">The base model; its weights are read once for the fingerprint.</param>
    /// <param name="options">The options as given.</param>
    /// <param name="settings">What they come to.</param>
    /// <param name="reading">How texts are read.</param>
    /// <param name="classes">The classes.</param>
    /// <param name="training">The training rows.</param>
    /// <param name="validation">The validation rows.</param>
    public static RunIdentity Create(
        LanguageModel model,
        FineTuningOptions options,
        ResolvedTraining settings,
        TextReading reading,
        IReadOnlyList<string> classes,
        IReadOnlyList<TokenizedExample> training,
        IReadOnlyList<TokenizedExample> validation)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["base model"] = model.Fingerprint,
            ["classes"] = string.Join('\u001f', classes),
            ["training rows"] = Hash(training),
            ["validation rows"] = Hash(validation),
        };

        // What the rows' hashes do not show already.
        Add(options.Method, nameof(options.Method));
        Add(options.Rank, nameof(options.Rank));
        Add(options.Alpha, nameof(options.Alpha));
        Add(options.LoraDropout, nameof(options.LoraDropout));
        Add(string.Join(", ", options.TargetModules), nameof(options.TargetModules));
        Add(options.TargetModulesPattern, nameof(options.TargetModulesPattern));
        Add(options.UseRsLora, nameof(options.UseRsLora));
        Add(options.UseDora, nameof(options.UseDora));
        Add(options.Bias, nameof(options.Bias));
        Add(Join(options.RankPattern), nameof(options.RankPattern));
        Add(Join(options.AlphaPattern), nameof(options.AlphaPattern));
        Add(string.Join(", ", options.ModulesToSave), nameof(options.ModulesToSave));
        Add(options.LastLayers, nameof(options.LastLayers));
        Add(options.PrefixLength, nameof(options.PrefixLength));
        Add(options.Pooling, nameof(options.Pooling));
        Add(reading.MaximumLength, nameof(options.MaximumLength));
        Add(options.MultiLabel, nameof(options.MultiLabel));
        Add(settings.Epochs, nameof(options.Epochs));
        Add(options.MaximumSteps, nameof(options.MaximumSteps));
        Add(settings.LearningRate, nameof(options.LearningRate));
        Add(settings.HeadLearningRate, nameof(options.HeadLearningRate));
        Add(options.WeightDecay, nameof(options.WeightDecay));
        Add(options.Schedule, nameof(options.Schedule));
        Add(options.WarmupRatio, nameof(options.WarmupRatio));
        Add(options.MaximumBatchSize, nameof(options.MaximumBatchSize));
        Add(settings.TokenBudget, nameof(options.TokenBudget));
        Add(options.GradientAccumulation, nameof(options.GradientAccumulation));
        Add(options.MaximumGradientNorm, nameof(options.MaximumGradientNorm));
        Add(options.HeadDropout, nameof(options.HeadDropout));
        Add(options.LabelSmoothing, nameof(options.LabelSmoothing));
        Add(options.ClassWeighting, nameof(options.ClassWeighting));
        Add(options.Metric, nameof(options.Metric));
        Add(settings.Patience, nameof(options.EarlyStoppingPatience));
        Add(options.EarlyStoppingMinimumDelta, nameof(options.EarlyStoppingMinimumDelta));
        Add(options.EvaluationInterval, nameof(options.EvaluationInterval));
        Add(options.Precision, nameof(options.Precision));
        Add(options.FrozenWeights, nameof(options.FrozenWeights));
        Add(options.Seed, nameof(options.Seed));
        return new RunIdentity(values);

        void Add(object? value, string name) => values.Add(name, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
    }

    /// <summary>What differs from another identity, in words; <see langword="null"/> where nothing does.</summary>
    /// <param name="other">The values of a checkpoint.</param>
    public string? DifferenceFrom(IReadOnlyDictionary<string, string> other)
    {
        var differences = _values.Keys.Union(other.Keys, StringComparer.Ordinal)
            .Where(name => _values.GetValueOrDefault(name) != other.GetValueOrDefault(name))
            .Order(StringComparer.Ordinal)
            .Select(Describe)
            .ToArray();
        return differences.Length == 0 ? null : string.Join("; ", differences);

        string Describe(string name) => name is "training rows" or "validation rows" or "base model" or "classes"
            ? $"the {name} are not the same"
            : $"{name} is '{_values.GetValueOrDefault(name)}' now and was '{other.GetValueOrDefault(name)}'";
    }

    private static string Join<T>(IReadOnlyDictionary<string, T> pattern) => string.Join(
        ", ", pattern.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key}={entry.Value}")));

    private static string Hash(IReadOnlyList<TokenizedExample> examples)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var example in examples)
        {
            // Counts keep the end of one list and the start of the next apart.
            Append([example.Rows.Length, example.Labels.Count, .. example.Labels]);
            foreach (var row in example.Rows)
            {
                Append([row.Length, row.TypeIds is null ? 0 : 1, .. row.Ids, .. row.TypeIds ?? []]);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Append(int[] numbers) => hash.AppendData(MemoryMarshal.AsBytes(numbers.AsSpan()));
    }
}
