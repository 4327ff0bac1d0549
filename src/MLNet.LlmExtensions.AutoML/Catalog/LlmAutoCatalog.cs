using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;

namespace MLNet.LlmExtensions.AutoML;

/// <summary>Sweepable embeddings, heads and LoRA for <c>ml.Auto()</c>.</summary>
/// <example>
/// <code>
/// var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
///     .Append(ml.Auto().LlmEmbedding(model))
///     .Append(ml.Auto().LinearProbe());
/// </code>
/// </example>
public static class LlmAutoCatalog
{
    /// <summary>The embedding of a text column, with options to sweep over.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">The language model.</param>
    /// <param name="options">Columns, and whatever is not swept over. <see langword="null"/>: <c>Text</c> to <c>Features</c>.</param>
    /// <param name="search">What is swept over. <see langword="null"/>: <see cref="LlmEmbeddingSearchSpace.For"/> the model.</param>
    /// <returns>The sweepable estimator, to be appended like any other.</returns>
    /// <remarks>
    /// Vectors are kept in the <see cref="TextEmbedderOptions.Cache"/> of the options; where there is none, in one of its own, in memory.
    /// </remarks>
    /// <exception cref="ArgumentException">An option has a value that cannot be used. The message names it.</exception>
    public static SweepableEstimator LlmEmbedding(
        this AutoCatalog catalog, LanguageModel model, LlmEmbeddingOptions? options = null, LlmEmbeddingSearchSpace? search = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return LlmEmbedding(catalog, [model], options, search ?? LlmEmbeddingSearchSpace.For(model));
    }

    /// <summary>The embedding of a text column by one of several language models, with options to sweep over.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="models">The language models; trials name them by their folders' names, which must differ.</param>
    /// <param name="options">Columns, and whatever is not swept over. <see langword="null"/>: <c>Text</c> to <c>Features</c>.</param>
    /// <param name="search">What else is swept over: it must go with all the models. <see langword="null"/>: nothing.</param>
    /// <inheritdoc cref="LlmEmbedding(AutoCatalog, LanguageModel, LlmEmbeddingOptions, LlmEmbeddingSearchSpace)"/>
    public static SweepableEstimator LlmEmbedding(
        this AutoCatalog catalog,
        IReadOnlyList<LanguageModel> models,
        LlmEmbeddingOptions? options = null,
        LlmEmbeddingSearchSpace? search = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(models);
        if (models.Count == 0)
        {
            throw new ArgumentException("There is no language model.", nameof(models));
        }

        var byName = new Dictionary<string, LanguageModel>(StringComparer.Ordinal);
        foreach (var model in models)
        {
            if (!byName.TryAdd(Path.GetFileName(model.Folder), model))
            {
                throw new ArgumentException($"Two of the models' folders are called '{Path.GetFileName(model.Folder)}'; trials could not tell them apart.", nameof(models));
            }
        }

        search ??= new LlmEmbeddingSearchSpace();
        options = (options ?? new LlmEmbeddingOptions()).Check(nameof(options));
        options = options with { Embedder = options.Embedder with { Cache = options.Embedder.Cache ?? new EmbeddingCache() } };

        var embedder = options.Embedder;
        var space = new SearchSpace<EmbeddingTrial>();
        var first = Choices.Add(space, nameof(EmbeddingTrial.Model), [.. byName.Keys], Path.GetFileName(models[0].Folder))!;
        var readouts = ReadoutNames.Of(search.Readouts, nameof(search));
        var readout = Choices.Add(space, nameof(EmbeddingTrial.Readout), [.. readouts.Keys], otherwise: null);
        var dimensions = Choices.Add(space, nameof(EmbeddingTrial.Dimensions), search.Dimensions, embedder.Dimensions);
        var length = Choices.Add(space, nameof(EmbeddingTrial.MaximumLength), search.MaximumLengths, embedder.MaximumLength);
        var prompt = Choices.Add(space, nameof(EmbeddingTrial.Prompt), search.Prompts, embedder.Prompt);
        var all = (readouts.Count > 0 ? readouts.Values.SelectMany(choice => choice) : embedder.Readouts).DefaultIfEmpty(new EmbeddingReadout());
        EmbeddingReadout[] cached = search.Dimensions.Count > 0
            ? [.. all.SelectMany(one => search.Dimensions, (one, count) => one with { Dimensions = one.Dimensions ?? count })]
            : [.. all];
        return catalog.CreateSweepableEstimator(
            (context, trial) => context.Transforms.Text.LlmEmbedding(byName[trial.Model ?? first], options with
            {
                Embedder = embedder with
                {
                    Readouts = (trial.Readout ?? readout) is { } name ? readouts[name] : embedder.Readouts,
                    CachedReadouts = cached,
                    Dimensions = trial.Dimensions ?? dimensions,
                    MaximumLength = trial.MaximumLength ?? length,
                    Prompt = trial.Prompt ?? prompt,
                },
                CancellationToken = TrialCancellation.With(options.CancellationToken),
            }),
            space);
    }

    /// <summary>A linear head for embeddings, with options to sweep over: for a label that is a key.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">Columns, and whatever is not swept over.</param>
    /// <param name="search">What is swept over. <see langword="null"/>: the defaults.</param>
    /// <returns>The sweepable estimator, to be appended like any other.</returns>
    /// <exception cref="ArgumentException">An option has a value that cannot be used. The message names it.</exception>
    public static SweepableEstimator LinearProbe(
        this AutoCatalog catalog, LinearProbeOptions? options = null, LinearProbeSearchSpace? search = null) =>
        Probe(catalog, options, search, static (context, trial) => context.MulticlassClassification.Trainers.LinearProbe(trial));

    /// <summary>A linear head for embeddings, with options to sweep over: for a label that is true or false.</summary>
    /// <inheritdoc cref="LinearProbe"/>
    public static SweepableEstimator BinaryLinearProbe(
        this AutoCatalog catalog, LinearProbeOptions? options = null, LinearProbeSearchSpace? search = null) =>
        Probe(catalog, options, search, static (context, trial) => context.BinaryClassification.Trainers.LinearProbe(trial));

    /// <summary>LoRA fine-tuning, with options to sweep over: for a label that is a key.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">The language model.</param>
    /// <param name="options">Columns, and whatever is not swept over.</param>
    /// <param name="search">What is swept over. <see langword="null"/>: the defaults.</param>
    /// <returns>The sweepable estimator, to be appended like any other.</returns>
    /// <exception cref="ArgumentException">An option has a value that cannot be used. The message names it.</exception>
    public static SweepableEstimator LoraTextClassification(
        this AutoCatalog catalog, LanguageModel model, LoraTextClassificationOptions? options = null, LoraSearchSpace? search = null) =>
        Lora(catalog, model, options, search, (context, trial) => context.MulticlassClassification.Trainers.LoraTextClassification(model, trial));

    /// <summary>LoRA fine-tuning, with options to sweep over: for a label that is true or false.</summary>
    /// <inheritdoc cref="LoraTextClassification"/>
    public static SweepableEstimator BinaryLoraTextClassification(
        this AutoCatalog catalog, LanguageModel model, LoraTextClassificationOptions? options = null, LoraSearchSpace? search = null) =>
        Lora(catalog, model, options, search, (context, trial) => context.BinaryClassification.Trainers.LoraTextClassification(model, trial));

    private static SweepableEstimator Probe(
        AutoCatalog catalog,
        LinearProbeOptions? options,
        LinearProbeSearchSpace? search,
        Func<MLContext, LinearProbeOptions, IEstimator<ITransformer>> create)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        search = (search ?? new LinearProbeSearchSpace()).Check(nameof(search));
        options = (options ?? new LinearProbeOptions()).Check(nameof(options));
        var space = new SearchSpace<ProbeTrial>();
        var weighting = Choices.Add(
            space,
            nameof(ProbeTrial.ClassWeighting),
            [.. search.ClassWeightings.Select(weighting => weighting.ToString())],
            options.ClassWeighting.ToString())!;
        Choices.AddRange(space, nameof(ProbeTrial.L2Regularization), search.L2Regularization);
        return catalog.CreateSweepableEstimator(
            (context, trial) => create(context, options with
            {
                ClassWeighting = Enum.Parse<ClassWeighting>(trial.ClassWeighting ?? weighting),
                L2Regularization = trial.L2Regularization is { } l2 ? (float)l2 : options.L2Regularization,
                CancellationToken = TrialCancellation.With(options.CancellationToken),
            }),
            space);
    }

    private static SweepableEstimator Lora(
        AutoCatalog catalog,
        LanguageModel model,
        LoraTextClassificationOptions? options,
        LoraSearchSpace? search,
        Func<MLContext, LoraTextClassificationOptions, IEstimator<ITransformer>> create)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        search = (search ?? new LoraSearchSpace()).Check(nameof(search));
        options = (options ?? new LoraTextClassificationOptions()).Check(nameof(options));
        var space = new SearchSpace<LoraTrial>();
        var targets = search.TargetModules.ToDictionary(modules => string.Join(',', modules), StringComparer.Ordinal);
        var rank = Choices.Add(space, nameof(LoraTrial.Rank), search.Ranks, options.Rank);
        var ratio = Choices.Add(space, nameof(LoraTrial.AlphaRatio), search.AlphaRatios, otherwise: null);
        var dropout = Choices.Add(space, nameof(LoraTrial.Dropout), search.Dropouts, options.LoraDropout);
        var epochs = Choices.Add(space, nameof(LoraTrial.Epochs), search.Epochs, options.Epochs);
        var length = Choices.Add(space, nameof(LoraTrial.MaximumLength), search.MaximumLengths, options.MaximumLength);
        var modules = Choices.Add(space, nameof(LoraTrial.TargetModules), [.. targets.Keys], otherwise: null);
        Choices.AddRange(space, nameof(LoraTrial.LearningRate), search.LearningRate);
        return catalog.CreateSweepableEstimator(
            (context, trial) =>
            {
                var chosenRank = (trial.Rank ?? rank)!.Value;
                return create(context, options with
                {
                    Rank = chosenRank,
                    Alpha = (trial.AlphaRatio ?? ratio) is { } scale ? scale * chosenRank : options.Alpha,
                    LoraDropout = (trial.Dropout ?? dropout)!.Value,
                    LearningRate = trial.LearningRate ?? options.LearningRate,
                    Epochs = trial.Epochs ?? epochs,
                    MaximumLength = trial.MaximumLength ?? length,
                    TargetModules = (trial.TargetModules ?? modules) is { } name ? targets[name] : options.TargetModules,
                    CancellationToken = TrialCancellation.With(options.CancellationToken),
                });
            },
            space);
    }
}
