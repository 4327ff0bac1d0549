using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Tokenization.Windows;
using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Loop;

namespace MLNet.LlmExtensions.Training.Checkpoints;

/// <summary>
/// Everything that decides what a training gives, by name: options, data, classes and base model. A checkpoint belongs to one
/// identity. Threads, device, progress and the like are not part of it.
/// </summary>
/// <param name="values">The values.</param>
internal sealed class RunIdentity(RunValues values)
{
    /// <summary>The values by name.</summary>
    public IReadOnlyDictionary<string, string> Values => values.All;

    /// <summary>The identity of the training of a classifier.</summary>
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
        IReadOnlyList<TokenizedExample> validation) => new(new RunValues()
            .Add(model.Fingerprint, "base model")
            .Add(string.Join('\u001f', classes), "classes")
            .Add(Hash(training), "training rows")
            .Add(Hash(validation), "validation rows")

            // What the rows' hashes do not show already.
            .AddShared(options)
            .AddTransfer(TextClassifierTrainer.TransferOf(options))
            .Add(options.ContrastivePairs, nameof(options.ContrastivePairs))
            .Add(options.HeadFirst, nameof(options.HeadFirst))
            .Add(options.Pooling, nameof(options.Pooling))
            .Add(reading.MaximumLength, nameof(options.MaximumLength))
            .Add(options.MultiLabel, nameof(options.MultiLabel))
            .Add(settings.Epochs, nameof(options.Epochs))
            .Add(settings.LearningRate, nameof(options.LearningRate))
            .Add(settings.HeadLearningRate, nameof(options.HeadLearningRate))
            .Add(settings.TokenBudget, nameof(options.TokenBudget))
            .Add(options.HeadDropout, nameof(options.HeadDropout))
            .Add(options.LabelSmoothing, nameof(options.LabelSmoothing))
            .Add(options.ClassWeighting, nameof(options.ClassWeighting))
            .Add(options.Metric, nameof(options.Metric))
            .Add(settings.Patience, nameof(options.EarlyStoppingPatience)));

    /// <summary>What differs from another identity, in words; <see langword="null"/> where nothing does.</summary>
    /// <param name="other">The values of a checkpoint.</param>
    public string? DifferenceFrom(IReadOnlyDictionary<string, string> other)
    {
        var differences = Values.Keys.Union(other.Keys, StringComparer.Ordinal)
            .Where(name => Values.GetValueOrDefault(name) != other.GetValueOrDefault(name))
            .Order(StringComparer.Ordinal)
            .Select(Describe)
            .ToArray();
        return differences.Length == 0 ? null : string.Join("; ", differences);

        // Options are named as their properties; what is in lower case are data, whose hash says nothing to a reader.
        string Describe(string name) => char.IsLower(name[0])
            ? $"the {name} are not the same"
            : $"{name} is '{Values.GetValueOrDefault(name)}' now and was '{other.GetValueOrDefault(name)}'";
    }

    private static string Hash(IReadOnlyList<TokenizedExample> examples)
    {
        using var hash = new ListHash();
        foreach (var example in examples)
        {
            hash.Append<int>([.. example.Labels]);
            hash.Append<int>([example.Rows.Length]);
            foreach (var row in example.Rows)
            {
                hash.Append<int>(row.Ids);

                // No types are all of type 0, and have no elements.
                hash.Append<int>(row.TypeIds);
            }
        }

        return hash.End();
    }
}
