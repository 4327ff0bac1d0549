using System.CommandLine;
using System.CommandLine.Parsing;
using MLNet.LlmExtensions;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Training;

namespace ReportClassification.Commands;

/// <summary>The options of the training command that are about fine-tuning: --trainer, and those that need it.</summary>
internal sealed class FineTuningOptionSet
{
    // SetFit's comparisons of each kind that a report takes part in.
    private static readonly int SetFitPairs = LoraTextClassificationOptions.SetFit.ContrastivePairs;

    private static readonly IReadOnlyList<FineTuningKind> Kinds =
    [
        new("lora", TransferMethod.Lora),
        new("head", TransferMethod.Head),
        new("last-k", TransferMethod.LastLayers),
        new("full", TransferMethod.Full),
        new("prefix", TransferMethod.Prefix),
        new("setfit", TransferMethod.Full, SetFitPairs),
    ];

    private readonly Option<Chosen<FineTuningKind?>?> _trainer = Choice.Create<FineTuningKind?>(
        "--trainer",
        "What learns. frozen: a classifier on embeddings that stay as they are (--head). The others fine-tune with TorchSharp: adapters beside the frozen layers, a head alone, the last layers, all layers, a prefix before each layer's keys and values, or, for a handful of reports, all layers on comparisons of them.",
        [("frozen", null), .. Kinds.Select(kind => (kind.Word, (FineTuningKind?)kind))]);

    private readonly Option<int?> _rank = NumberOption.Whole("--rank", "The rank of LoRA's adapters. Without it: 8.", "R", minimum: 1);
    private readonly Option<double?> _alpha = NumberOption.Positive("--alpha", "LoRA's scaling is alpha / rank. Without it: twice the rank.", "ALPHA");
    private readonly Option<string[]> _targetModules = new("--target-modules") { Description = "A module that gets an adapter, by its path in the checkpoint or the end of one, such as query; may be given several times. Without it: all-linear.", HelpName = "MODULE" };
    private readonly Option<int?> _lastLayers = NumberOption.Whole("--last-layers", "How many layers last-k trains. Without it: 2.", "K", minimum: 1);
    private readonly Option<int?> _prefixLength = NumberOption.Whole("--prefix-length", "How many keys and values prefix puts before those of a text. Without it: 16.", "N", minimum: 1);
    private readonly Option<int?> _pairs = NumberOption.Whole("--contrastive-pairs", "How many comparisons with a report of its own class, and how many with one of another, setfit makes for each report. Without it: 20.", "N", minimum: 1);
    private readonly Option<bool> _headFirst = new("--head-first") { Description = "Trains the head alone on the frozen model before both are trained together: fewer epochs do then." };
    private readonly Option<int?> _epochs = NumberOption.Whole("--epochs", "The most passes over the training rows. Without it: 10, for prefix 20, for head 200, and 1 over the comparisons of setfit. The training ends sooner when the validation rows have not got better for a while.", "N", minimum: 1);
    private readonly Option<double[]> _learningRate = NumberOption.PositiveSeveral("--learning-rate", "The highest learning rate (for head: of the head). Given several times: each is tried, and the validation rows decide. Without it: 5e-4 for lora, 1e-4 for last-k, 5e-5 for full and setfit, which a model narrower than 768 has multiplied by 768 / width (lora: by its root), 1e-2 for prefix and head.", "RATE");
    private readonly Option<int?> _batchSize = NumberOption.Whole("--batch-size", "The most reports of a step. Without it: 16.", "N", minimum: 1);
    private readonly Option<Chosen<TrainingMetric?>?> _metric = Choice.Create<TrainingMetric?>(
        "--metric",
        "What the validation rows decide by: which epoch is kept, when to end, and which of several learning rates is taken.",
        ("macro-f1", null),
        ("accuracy", TrainingMetric.Accuracy),
        ("loss", TrainingMetric.Loss));

    private readonly Option<double?> _devFraction = NumberOption.OptionalShare("--dev-fraction", "The share of training rows that are held back for validation where the data has no dev rows. Without it: 0.1, and for setfit 0.");
    private readonly Option<Chosen<TrainingPrecision>?> _precision = Choice.Create(
        "--training-precision",
        "What training computes in. What is trained is kept in 32 bits all the same.",
        ("float32", TrainingPrecision.Float32),
        ("bfloat16", TrainingPrecision.BFloat16));

    private readonly Option<Chosen<FrozenWeightPrecision>?> _frozenWeights = Choice.Create(
        "--frozen-weights",
        "How training keeps what it does not change: int8 and nf4 take a quarter and an eighth of the memory, and time to unpack.",
        ("float32", FrozenWeightPrecision.Float32),
        ("bfloat16", FrozenWeightPrecision.BFloat16),
        ("int8", FrozenWeightPrecision.Int8),
        ("nf4", FrozenWeightPrecision.Nf4));

    private readonly Option<bool> _gradientCheckpointing = new("--gradient-checkpointing") { Description = "Computes activations twice instead of keeping them: less memory, about a third more time." };
    private readonly Option<string?> _checkpoints = new("--checkpoints") { Description = "Writes a checkpoint here after each epoch. The same command goes on from the newest one after a kill.", HelpName = "FOLDER" };
    private readonly Option<string?> _adapter = new("--save-adapter") { Description = "Saves the adapter of --trainer lora in PEFT's format.", HelpName = "FOLDER" };
    private readonly Option<string?> _curve = new("--curve") { Description = "Draws the training curve in an .html or .svg file. Without it: beside the file of --out, as .curve.html.", HelpName = "FILE" };
    private readonly Option<bool> _estimate = new("--estimate") { Description = "Says how much memory the training would take, and ends." };

    /// <summary>All of them, in the order of the help.</summary>
    public IReadOnlyList<Option> All =>
    [
        _trainer, _rank, _alpha, _targetModules, _lastLayers, _prefixLength, _pairs, _headFirst, _epochs, _learningRate, _batchSize, _metric, _devFraction,
        _precision, _frozenWeights, _gradientCheckpointing, _checkpoints, _adapter, _curve, _estimate,
    ];

    /// <summary>Whether --trainer asks for fine-tuning.</summary>
    public bool IsFineTuning(SymbolResult result) => Kind(result) is not null;

    /// <summary>Finds options that do not go together.</summary>
    /// <param name="command">The parsed command.</param>
    public void Validate(CommandResult command)
    {
        var kind = Kind(command);
        foreach (var option in All.Where(option => option != _trainer && command.GetResult(option) is { Implicit: false }))
        {
            if (IsFrozen(command))
                command.AddError($"{option.Name} needs --trainer {string.Join(", ", Kinds.SkipLast(1).Select(known => known.Word))} or {Kinds[^1].Word}.");
            else if (Needs(option) is { } needed && kind is not null && needed != kind.Word)
                command.AddError($"{option.Name} is for --trainer {needed}.");
        }

        if (kind?.Method == TransferMethod.Full && command.GetResult(_frozenWeights) is { Implicit: false })
            command.AddError($"--frozen-weights and --trainer {kind.Word} exclude each other: all weights are trained.");
        if (command.GetValue(_headFirst) && kind is { Method: TransferMethod.Head } or { ContrastivePairs: > 0 })
            command.AddError($"{_headFirst.Name} and --trainer {kind.Word} exclude each other: the head is trained alone in any case.");
        if (command.GetValue(_curve) is { } curve && Path.GetExtension(curve).ToLowerInvariant() is not (".html" or ".svg"))
            command.AddError($"--curve is '{curve}'. It must be an .html or .svg file.");
    }

    /// <summary>Whether there will be several trainings because of several learning rates.</summary>
    public bool HasSeveralRates(SymbolResult result) => result.GetResult(_learningRate)?.Tokens.Count > 1;

    /// <summary>Whether the curve is asked for as a single picture.</summary>
    public bool WantsPicture(SymbolResult result) => string.Equals(Path.GetExtension(result.GetValue(_curve)), ".svg", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether an adapter is to be saved.</summary>
    public bool SavesAdapter(SymbolResult result) => result.GetValue(_adapter) is not null;

    /// <summary>What the user asked for; null without --trainer.</summary>
    /// <param name="parsed">The valid command line.</param>
    /// <param name="common">What the options say that are not about fine-tuning alone.</param>
    /// <param name="resultFile">The file of --out.</param>
    public FineTuningSettings? Read(ParseResult parsed, LoraTextClassificationOptions common, string? resultFile)
    {
        if (Choice.Value(parsed, _trainer) is not { } kind)
            return null;
        var defaults = kind.ContrastivePairs > 0 ? LoraTextClassificationOptions.SetFit : new LoraTextClassificationOptions();
        var rank = parsed.GetValue(_rank) ?? defaults.Rank;
        return new FineTuningSettings
        {
            Options = common with
            {
                Method = kind.Method,
                ContrastivePairs = kind.ContrastivePairs > 0 ? parsed.GetValue(_pairs) ?? kind.ContrastivePairs : 0,
                HeadFirst = parsed.GetValue(_headFirst),
                Rank = rank,
                Alpha = parsed.GetValue(_alpha) ?? 2 * rank,
                TargetModules = parsed.GetValue(_targetModules) is { Length: > 0 } modules ? modules : defaults.TargetModules,
                LastLayers = parsed.GetValue(_lastLayers) ?? defaults.LastLayers,
                PrefixLength = parsed.GetValue(_prefixLength) ?? defaults.PrefixLength,
                Epochs = parsed.GetValue(_epochs),
                MaximumBatchSize = parsed.GetValue(_batchSize) ?? defaults.MaximumBatchSize,
                Metric = Choice.Value(parsed, _metric) ?? TrainingMetric.MacroF1,
                ValidationFraction = parsed.GetValue(_devFraction) ?? defaults.ValidationFraction,
                Precision = Choice.Value(parsed, _precision),
                FrozenWeights = Choice.Value(parsed, _frozenWeights),
                GradientCheckpointing = parsed.GetValue(_gradientCheckpointing),
                CheckpointFolder = parsed.GetValue(_checkpoints),
            },
            MethodName = kind.Word,
            LearningRates = parsed.GetValue(_learningRate) ?? [],
            AdapterFolder = parsed.GetValue(_adapter),
            EstimateOnly = parsed.GetValue(_estimate),
            CurveFile = parsed.GetValue(_curve) ?? (resultFile is null ? null : Path.ChangeExtension(resultFile, ".curve.html")),
        };
    }

    // Null for frozen, and for a word that is not known: that error is told elsewhere.
    private FineTuningKind? Kind(SymbolResult result)
    {
        var word = Choice.Word(result, _trainer);
        return Kinds.FirstOrDefault(kind => kind.Word == word);
    }

    private bool IsFrozen(SymbolResult result) => Choice.Word(result, _trainer) is null or "frozen";

    private string? Needs(Option option) =>
        option == _rank || option == _alpha || option == _targetModules || option == _adapter ? "lora"
        : option == _lastLayers ? "last-k"
        : option == _prefixLength ? "prefix"
        : option == _pairs ? "setfit"
        : null;
}
