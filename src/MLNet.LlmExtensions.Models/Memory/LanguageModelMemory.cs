using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Models.Memory;

/// <summary>
/// Says how much memory a language model will need, before any of it is loaded: for embedding texts, and for each way of
/// training.
/// </summary>
/// <remarks>
/// Only the configuration and the headers of the weight files are read, or the configuration alone, so that a model can be
/// asked about before it is downloaded. Thread-safe.
/// </remarks>
/// <example>
/// <code>
/// var estimate = LanguageModelMemory.Estimate(model, new TrainingMemoryOptions { Rows = 16, Length = 256 });
/// Console.WriteLine(estimate);
/// estimate.EnsureFits();
/// </code>
/// </example>
public static class LanguageModelMemory
{
    /// <summary>The memory for embedding texts with a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How it is used; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static MemoryEstimate Estimate(LanguageModel model, EmbeddingMemoryOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        Check(options);
        return Embedding(options, Anatomy(model, null));
    }

    /// <summary>The memory for embedding texts with a model of which only the configuration is there.</summary>
    /// <param name="configuration">The model's sizes, from <see cref="ModelConfiguration.Read"/> or by hand.</param>
    /// <param name="options">How it is used.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="NotSupportedException">The model type is unknown.</exception>
    public static MemoryEstimate Estimate(ModelConfiguration configuration, EmbeddingMemoryOptions options)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Check(options);
        return Embedding(options, Anatomy(configuration, null));
    }

    /// <summary>The memory for training a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How it is trained.</param>
    /// <exception cref="ArgumentException">
    /// An option is out of range, a module that is named does not exist, or a rank is above a layer's width.
    /// </exception>
    /// <exception cref="NotSupportedException">The model has no place for what is asked for.</exception>
    public static MemoryEstimate Estimate(LanguageModel model, TrainingMemoryOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        Check(options);
        return Training(options, transfer => Anatomy(model, transfer));
    }

    /// <summary>The memory for training a model of which only the configuration is there.</summary>
    /// <param name="configuration">The model's sizes, from <see cref="ModelConfiguration.Read"/> or by hand.</param>
    /// <param name="options">How it is trained.</param>
    /// <exception cref="ArgumentException">
    /// An option is out of range, a module that is named does not exist, or a rank is above a layer's width.
    /// </exception>
    /// <exception cref="NotSupportedException">The model type is unknown, or the model has no place for what is asked for.</exception>
    public static MemoryEstimate Estimate(ModelConfiguration configuration, TrainingMemoryOptions options)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Check(options);
        return Training(options, transfer => Anatomy(configuration, transfer));
    }

    private static ModelAnatomy Anatomy(LanguageModel model, TransferConfiguration? transfer) => ModelAnatomy.Of(
        Path.GetFileName(model.Folder), model.BuildGraph(new GraphOptions { Normalize = false }), model.Configuration, transfer);

    private static ModelAnatomy Anatomy(ModelConfiguration configuration, TransferConfiguration? transfer) =>
        ModelAnatomy.Of(configuration.ModelType, ModelAnatomy.Imagine(configuration), configuration, transfer);

    private static MemoryEstimate Embedding(EmbeddingMemoryOptions options, ModelAnatomy anatomy) =>
        EmbeddingMemory.Estimate(anatomy, options).WithAdvice(EmbeddingMemory.Alternatives(options)
            .Select(other => new MemoryAdvice(other.Change, EmbeddingMemory.Estimate(anatomy, other.Options).Total)));

    private static MemoryEstimate Training(TrainingMemoryOptions options, Func<TransferConfiguration, ModelAnatomy> examine)
    {
        var anatomy = examine(options.Transfer);
        var estimate = TrainingMemory.Estimate(anatomy, options);
        return estimate.WithAdvice(TrainingMemory.Alternatives(options, estimate).Select(other => new MemoryAdvice(
            other.Change,
            TrainingMemory.Estimate(ReferenceEquals(other.Options.Transfer, options.Transfer) ? anatomy : examine(other.Options.Transfer), other.Options).Total)));
    }

    private static void Check(EmbeddingMemoryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        CheckSize(options.Rows, nameof(EmbeddingMemoryOptions.Rows), nameof(options));
        CheckSize(options.Length, nameof(EmbeddingMemoryOptions.Length), nameof(options));
    }

    private static void Check(TrainingMemoryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        CheckSize(options.Rows, nameof(TrainingMemoryOptions.Rows), nameof(options));
        CheckSize(options.Length, nameof(TrainingMemoryOptions.Length), nameof(options));
        CheckSize(options.Classes, nameof(TrainingMemoryOptions.Classes), nameof(options));
    }

    private static void CheckSize(int value, string property, string parameter)
    {
        if (value < 1)
            throw new ArgumentException($"{property} is {value}, but must be at least 1.", parameter);
    }
}
