namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>
/// Where low-rank adapters stand and how strong they are: PEFT's <c>LoraConfig</c>, with PEFT's meaning of every field.
/// Immutable.
/// </summary>
/// <remarks>
/// A module is named by its path in the checkpoint, for example <c>encoder.layer.0.attention.self.query</c>. Prefixes that
/// head models put before it (<c>bert.</c>, <c>model.</c>, …) may be there or not.
/// </remarks>
public sealed record LoraConfiguration
{
    /// <summary>The name that stands for every linear layer but the output layer.</summary>
    public const string AllLinear = "all-linear";

    /// <summary>The rank r of the adapters (<c>r</c>). Default: 8.</summary>
    public int Rank { get; init; } = 8;

    /// <summary>α (<c>lora_alpha</c>): an adapter's product is multiplied with α / r. Default: 16.</summary>
    public double Alpha { get; init; } = 16;

    /// <summary>The share of an adapter's inputs that is dropped in training (<c>lora_dropout</c>), 0 to below 1. Default: 0.05.</summary>
    public double Dropout { get; init; } = 0.05;

    /// <summary>
    /// The modules that get an adapter (<c>target_modules</c>): a module's path, or its end behind a point. Default:
    /// <see cref="AllLinear"/>.
    /// </summary>
    public IReadOnlyList<string> TargetModules { get; init; } = [AllLinear];

    /// <summary>
    /// A regular expression that a module's whole path must match, instead of <see cref="TargetModules"/>; PEFT's
    /// <c>target_modules</c> as a string. Default: none. As in all patterns, expressions that look ahead or back or refer to
    /// what they matched before are not supported.
    /// </summary>
    public string? TargetModulesPattern { get; init; }

    /// <summary>Modules that get no adapter although they are targets (<c>exclude_modules</c>), named like <see cref="TargetModules"/>.</summary>
    public IReadOnlyList<string> ExcludeModules { get; init; } = [];

    /// <summary>A regular expression instead of <see cref="ExcludeModules"/>; <c>exclude_modules</c> as a string. Default: none.</summary>
    public string? ExcludeModulesPattern { get; init; }

    /// <summary>
    /// The layers that get adapters (<c>layers_to_transform</c>), counted from 0; null or empty for all. A module that
    /// <see cref="TargetModules"/> names by its whole path gets one whatever its layer.
    /// </summary>
    public IReadOnlyList<int>? LayersToTransform { get; init; }

    /// <summary>
    /// The names before the layers' numbers (<c>layers_pattern</c>), for example <c>layers</c>; empty for any name. Read
    /// only with <see cref="LayersToTransform"/>.
    /// </summary>
    public IReadOnlyList<string> LayersPattern { get; init; } = [];

    /// <summary>Whether products are scaled with α / √r (<c>use_rslora</c>, <see href="https://arxiv.org/abs/2312.03732"/>).</summary>
    public bool UseRsLora { get; init; }

    /// <summary>
    /// Whether magnitude and direction of the weights are adapted apart (<c>use_dora</c>, <see href="https://arxiv.org/abs/2402.09353"/>).
    /// </summary>
    public bool UseDora { get; init; }

    /// <summary>Which biases are trained (<c>bias</c>). Default: none.</summary>
    public AdapterBias Bias { get; init; }

    /// <summary>Other ranks for some modules (<c>rank_pattern</c>): a regular expression for a path's end → rank.</summary>
    public IReadOnlyDictionary<string, int> RankPattern { get; init; } = new Dictionary<string, int>();

    /// <summary>Another α for some modules (<c>alpha_pattern</c>): a regular expression for a path's end → α.</summary>
    public IReadOnlyDictionary<string, double> AlphaPattern { get; init; } = new Dictionary<string, double>();

    /// <summary>
    /// Modules of the model that are trained in full, with all modules inside them, and saved with the adapter
    /// (<c>modules_to_save</c>), for example <c>pooler</c>. The head that is trained on top of the vector is always saved and need not be named.
    /// </summary>
    public IReadOnlyList<string> ModulesToSave { get; init; } = [];

    /// <summary>The rank of a module's adapter.</summary>
    /// <param name="module">The module's path.</param>
    /// <exception cref="ArgumentException">A pattern is not a regular expression.</exception>
    public int RankOf(string module) => ModulePattern.Find(RankPattern, module, Rank);

    /// <summary>What the product of a module's adapter is multiplied with.</summary>
    /// <param name="module">The module's path.</param>
    /// <exception cref="ArgumentException">A pattern is not a regular expression.</exception>
    public double Scaling(string module)
    {
        var alpha = AlphaOf(module);
        var rank = RankOf(module);
        return UseRsLora ? alpha / Math.Sqrt(rank) : alpha / rank;
    }

    /// <summary>The α of a module's adapter.</summary>
    /// <exception cref="ArgumentException">A pattern is not a regular expression.</exception>
    internal double AlphaOf(string module) => ModulePattern.Find(AlphaPattern, module, Alpha);

    /// <summary>The configuration that means just these adapters, without any rule.</summary>
    /// <param name="adapters">The modules' paths with the rank and α of each.</param>
    internal LoraConfiguration SpelledOut(IReadOnlyList<(string Module, int Rank, double Alpha)> adapters) => this with
    {
        TargetModules = [.. adapters.Select(adapter => adapter.Module)],
        TargetModulesPattern = null,
        ExcludeModules = [],
        ExcludeModulesPattern = null,
        LayersToTransform = null,
        LayersPattern = [],
        RankPattern = adapters.Where(adapter => adapter.Rank != Rank).ToDictionary(adapter => ModulePattern.Of(adapter.Module), adapter => adapter.Rank, StringComparer.Ordinal),
        AlphaPattern = adapters.Where(adapter => adapter.Alpha != Alpha).ToDictionary(adapter => ModulePattern.Of(adapter.Module), adapter => adapter.Alpha, StringComparer.Ordinal),
    };
}
