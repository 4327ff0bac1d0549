using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;

namespace MLNet.LlmExtensions.Training;

/// <summary>
/// How a language model is fine-tuned to classify texts: what of it is trained, how texts are read, how the optimiser works,
/// and where. The defaults suit hundreds to some thousands of reports and an encoder of any size.
/// </summary>
/// <remarks>
/// What is left <see langword="null"/> comes from the model's own files or is chosen by <see cref="Method"/>; each property
/// says how. Values are checked when a trainer is made, with an <see cref="ArgumentException"/> that names the property.
/// </remarks>
/// <example>
/// <code>
/// var options = new FineTuningOptions { Method = TransferMethod.Lora, Rank = 16, Epochs = 10, Seed = 3 };
/// </code>
/// </example>
public record FineTuningOptions : TrainingOptions
{
    // What is trained.

    /// <summary>Which part of the model learns. The default is <see cref="TransferMethod.Lora"/>.</summary>
    public TransferMethod Method { get; init; } = TransferMethod.Lora;

    /// <summary>The rank of the adapters. The default is 8. Read by <see cref="TransferMethod.Lora"/> alone, like all up to <see cref="ModulesToSave"/>.</summary>
    public int Rank { get; init; } = 8;

    /// <summary>The adapters' products are multiplied with Alpha / <see cref="Rank"/> (or its root, see <see cref="UseRsLora"/>). The default is 16.</summary>
    public double Alpha { get; init; } = 16;

    /// <summary>The share of an adapter's inputs that is dropped in training: at least 0, less than 1. The default is 0.05.</summary>
    public double LoraDropout { get; init; } = 0.05;

    /// <summary>
    /// The modules that get an adapter: a module's path in the checkpoint or the end of one (<c>query</c>), as PEFT's
    /// <c>target_modules</c>. The default is <c>all-linear</c>: every linear layer but output heads.
    /// </summary>
    public IReadOnlyList<string> TargetModules { get; init; } = [LoraConfiguration.AllLinear];

    /// <summary>A regular expression that must match the whole path of a module, instead of <see cref="TargetModules"/>. The default is <see langword="null"/>: none.</summary>
    public string? TargetModulesPattern { get; init; }

    /// <summary>Whether Alpha is divided by the root of the rank, which keeps high ranks learning (<see href="https://arxiv.org/abs/2312.03732">rsLoRA</see>). The default is <see langword="false"/>.</summary>
    public bool UseRsLora { get; init; }

    /// <summary>Whether a weight's magnitude is learned apart from its direction (<see href="https://arxiv.org/abs/2402.09353">DoRA</see>). The default is <see langword="false"/>.</summary>
    public bool UseDora { get; init; }

    /// <summary>Which biases of the model are trained besides. The default is <see cref="AdapterBias.None"/>.</summary>
    public AdapterBias Bias { get; init; }

    /// <summary>Other ranks by a regular expression for the end of a module's path. The default is empty.</summary>
    public IReadOnlyDictionary<string, int> RankPattern { get; init; } = new Dictionary<string, int>();

    /// <summary>Other alphas by a regular expression for the end of a module's path. The default is empty.</summary>
    public IReadOnlyDictionary<string, double> AlphaPattern { get; init; } = new Dictionary<string, double>();

    /// <summary>Modules that are trained as a whole instead of through an adapter, named as in <see cref="TargetModules"/>. The default is empty. The head is always trained.</summary>
    public IReadOnlyList<string> ModulesToSave { get; init; } = [];

    /// <summary>How many layers <see cref="TransferMethod.LastLayers"/> trains. The default is 2.</summary>
    public int LastLayers { get; init; } = 2;

    /// <summary>How many keys and values <see cref="TransferMethod.Prefix"/> puts before a text's own in each layer. The default is 16.</summary>
    public int PrefixLength { get; init; } = 16;

    /// <summary>
    /// Trains the model on comparisons before the head, as SetFit does (<see href="https://arxiv.org/abs/2209.11055">Tunstall et al.,
    /// 2022</see>): each training text is the first of so many pairs with a text of its own label and of so many with one of another
    /// label; vectors of the first kind come together, those of the second apart. The head is trained afterwards, on vectors that stand
    /// still. A handful of labelled texts gives hundreds of comparisons. 0 (the default): model and head are trained together.
    /// 20 is SetFit's own number.
    /// </summary>
    /// <remarks>
    /// <see cref="Epochs"/> are then passes over the pairs, one by default, and <see cref="TrainingOptions.MaximumSteps"/>,
    /// <see cref="LearningRate"/> and checkpoints are those of the comparisons; <see cref="Metric"/>,
    /// <see cref="EarlyStoppingPatience"/> and <see cref="HeadLearningRate"/> those of the head.
    /// </remarks>
    public int ContrastivePairs { get; init; }

    /// <summary>
    /// Trains the head alone on the frozen model's vectors before model and head are trained together (linear probing, then fine-tuning:
    /// <see href="https://arxiv.org/abs/2202.10054">Kumar et al., 2022</see>). The model's layers are then moved by a head that knows the
    /// classes and not by a random one. It costs a pass over the texts. The validation rows end it as they end a training of
    /// <see cref="TransferMethod.Head"/>; where there are none, a tenth of the training rows does. The default is <see langword="false"/>.
    /// </summary>
    /// <remarks>
    /// The history is that of the training together. Not for <see cref="TransferMethod.Head"/> and <see cref="ContrastivePairs"/>, where
    /// the head is trained alone in any case.
    /// </remarks>
    public bool HeadFirst { get; init; }

    // How texts are read.

    /// <summary>How token vectors become one vector. <see langword="null"/> (the default): as the model's files say.</summary>
    public PoolingMode? Pooling { get; init; }

    /// <summary>The longest row in tokens, special tokens included. <see langword="null"/> (the default): as the model's files say.</summary>
    public int? MaximumLength { get; init; }

    /// <summary>An instruction that is put before each text (the first of a pair) as it stands. Not together with <see cref="PromptName"/>.</summary>
    public string? Prompt { get; init; }

    /// <summary>The name of one of the model's own prompts. <see langword="null"/> (the default): the model's default prompt, if it has one.</summary>
    public string? PromptName { get; init; }

    /// <summary>
    /// What happens to texts longer than <see cref="MaximumLength"/>. The default is <see cref="LongTextHandling.Chunk"/>: they
    /// are read in overlapping windows, whose pooled vectors are averaged before the head, in training and in prediction alike.
    /// Of a pair the longer text is read in windows beside the whole of the shorter one.
    /// </summary>
    public LongTextHandling LongText { get; init; } = LongTextHandling.Chunk;

    /// <summary>How many tokens two neighbouring windows of a long text share at the least; never more than half a window. The default is 64.</summary>
    public int ChunkOverlap { get; init; } = 64;

    /// <summary>
    /// Whether a text may have any number of classes. Each class is then a decision of its own: binary cross entropy in
    /// training, a sigmoid in prediction. The default is <see langword="false"/>: exactly one class.
    /// </summary>
    public bool MultiLabel { get; init; }

    // The optimiser.

    /// <summary>
    /// Passes over the training rows, at the most. <see langword="null"/> (the default): by <see cref="Method"/>, 10 for
    /// LoRA, last layers and all layers, 20 for prefix, 200 for the head on frozen vectors, which costs next to nothing.
    /// </summary>
    public int? Epochs { get; init; }

    /// <summary>
    /// The highest learning rate, after the warm-up, for everything but the head. <see langword="null"/> (the default): by
    /// <see cref="Method"/> and the model's width: 1e-4 for the last layers and 5e-5 for all layers, times 768 / hidden size; 5e-4 for
    /// LoRA, times the root of that; 1e-2 for prefix. The quotient counts as a quarter at the least and as 4 at the most.
    /// </summary>
    /// <remarks>
    /// The rates for a width of 768 are those of the papers: LoRA's own for RoBERTa-base, BERT's for fine-tuning. That they fall with the
    /// width follows Yang et al. (<see href="https://arxiv.org/abs/2203.03466">2022</see>); for LoRA less, as measured, which comes to
    /// 2.5e-4 on a 7B model and 8.7e-4 on <c>report-encoder-small</c>. docs/fine-tuning.md has the measurements.
    /// </remarks>
    public double? LearningRate { get; init; }

    /// <summary>
    /// The same for the head. <see langword="null"/> (the default): 1e-3. With <see cref="TransferMethod.Head"/>, where there is nothing
    /// else to train, <see cref="LearningRate"/> will do as well.
    /// </summary>
    public double? HeadLearningRate { get; init; }

    /// <summary>The share of the pooled vector that is dropped before the head in training: at least 0, less than 1. The default is 0.1.</summary>
    public double HeadDropout { get; init; } = 0.1;

    /// <summary>
    /// The share of the target that is spread evenly over the classes (<see href="https://arxiv.org/abs/1512.00567">Szegedy et
    /// al., 2016</see>): at least 0, less than 1. The default is 0. With <see cref="MultiLabel"/> it pulls each target towards one half.
    /// </summary>
    public double LabelSmoothing { get; init; }

    /// <summary>
    /// How much rows count by class. The default is <see cref="ClassWeighting.None"/>. With <see cref="MultiLabel"/> it is the
    /// positive rows of a class that count more, by the number of negative ones over positive ones (or its root).
    /// </summary>
    public ClassWeighting ClassWeighting { get; init; } = ClassWeighting.None;

    // Validation.

    /// <summary>
    /// The share of the training rows that is held back for validation where no validation rows are given: stratified by class,
    /// equal texts on one side. The default is 0.1; 0 holds nothing back, and the last weights are kept.
    /// </summary>
    public double ValidationFraction { get; init; } = 0.1;

    /// <summary>What decides which weights are kept. The default is <see cref="TrainingMetric.MacroF1"/>.</summary>
    public TrainingMetric Metric { get; init; } = TrainingMetric.MacroF1;

    /// <summary>
    /// The training ends when <see cref="Metric"/> has not improved for so many evaluations; 0: it goes on to the end.
    /// <see langword="null"/> (the default): 3, and 20 for <see cref="TransferMethod.Head"/>, whose epochs are short.
    /// </summary>
    public int? EarlyStoppingPatience { get; init; }

    /// <summary>Checks what can be checked without a model.</summary>
    /// <param name="parameterName">The parameter that the exception names.</param>
    /// <exception cref="ArgumentException">A value is wrong; the message names the property.</exception>
    internal FineTuningOptions Check(string parameterName) => FineTuningOptionsCheck.Check(this, parameterName);
}
