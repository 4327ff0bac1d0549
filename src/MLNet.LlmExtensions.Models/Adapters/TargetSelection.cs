namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>Chooses the layers that get an adapter, by PEFT's rules.</summary>
internal static class TargetSelection
{
    private const int MostListed = 12;

    /// <summary>The layers that a configuration means.</summary>
    /// <param name="layers">The layers that there are.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="isTraining">
    /// Whether a rank that a layer's weight cannot have is refused: it would only cost memory. An adapter that was trained
    /// elsewhere may have one.
    /// </param>
    /// <exception cref="ArgumentException">A name or pattern matches nothing or contradicts another, or a rank is out of range.</exception>
    public static IReadOnlyList<LinearLayer> Select(IReadOnlyList<LinearLayer> layers, LoraConfiguration configuration, bool isTraining = true)
    {
        Check(configuration);
        var targets = layers.Where(layer => IsTarget(layer, configuration)).ToArray();
        CheckMatches(layers, configuration);
        var chosen = targets.Where(layer => !IsExcluded(layer.Module, configuration) && IsInLayer(layer.Module, configuration)
            && !configuration.ModulesToSave.Any(name => ModuleNames.IsWithin(name, layer.Module))).ToArray();
        if (chosen.Length == 0)
        {
            throw new ArgumentException(
                $"No layer is left to adapt: {nameof(LoraConfiguration.ExcludeModules)}, {nameof(LoraConfiguration.LayersToTransform)} and " +
                $"{nameof(LoraConfiguration.ModulesToSave)} leave out all {targets.Length} targets.", nameof(configuration));
        }

        foreach (var layer in chosen)
        {
            var rank = configuration.RankOf(layer.Module);
            if (rank < 1 || (isTraining && rank > Math.Min(layer.Inputs, layer.Outputs)))
            {
                throw new ArgumentException(
                    $"The rank {rank} does not fit the layer '{layer.Module}' [{layer.Outputs}, {layer.Inputs}]: it must be 1 to {Math.Min(layer.Inputs, layer.Outputs)}. " +
                    $"Choose a smaller {nameof(LoraConfiguration.Rank)}, or one for this layer in {nameof(LoraConfiguration.RankPattern)}.", nameof(configuration));
            }
        }

        return chosen;
    }

    private static void Check(LoraConfiguration configuration)
    {
        if (configuration.Rank < 1)
            throw new ArgumentException($"The rank is {configuration.Rank}, but must be at least 1.", nameof(configuration));
        if (!double.IsFinite(configuration.Alpha) || configuration.AlphaPattern.Values.Any(alpha => !double.IsFinite(alpha)))
            throw new ArgumentException("Alpha must be a finite number.", nameof(configuration));
        if (configuration.Dropout is not (>= 0 and < 1))
            throw new ArgumentException($"The dropout is {configuration.Dropout}, but must be at least 0 and below 1.", nameof(configuration));
        if (configuration is { TargetModulesPattern: not null, LayersToTransform.Count: > 0 })
        {
            throw new ArgumentException(
                $"{nameof(LoraConfiguration.LayersToTransform)} works with {nameof(LoraConfiguration.TargetModules)} only; put the layers into the pattern instead.",
                nameof(configuration));
        }
    }

    private static void CheckMatches(IReadOnlyList<LinearLayer> layers, LoraConfiguration configuration)
    {
        if (layers.Count == 0)
            throw new ArgumentException("The model's graph has no linear layers that adapters could stand beside.", nameof(configuration));
        if (configuration.TargetModulesPattern is { } pattern)
            Require(pattern, nameof(LoraConfiguration.TargetModulesPattern), module => MatchesPattern(pattern, module));
        else if (configuration.TargetModules.Count == 0)
            throw new ArgumentException($"{nameof(LoraConfiguration.TargetModules)} is empty. Name modules, or '{LoraConfiguration.AllLinear}'.", nameof(configuration));
        else
        {
            foreach (var name in configuration.TargetModules.Where(name => name != LoraConfiguration.AllLinear))
                Require(name, nameof(LoraConfiguration.TargetModules), module => ModuleNames.Matches(name, module));
        }

        if (configuration.ExcludeModulesPattern is { } excluded)
            Require(excluded, nameof(LoraConfiguration.ExcludeModulesPattern), module => MatchesPattern(excluded, module));
        foreach (var name in configuration.ExcludeModules)
            Require(name, nameof(LoraConfiguration.ExcludeModules), module => ModuleNames.Matches(name, module));
        foreach (var key in configuration.RankPattern.Keys)
            Require(key, nameof(LoraConfiguration.RankPattern), module => ModulePattern.Matches(key, module));
        foreach (var key in configuration.AlphaPattern.Keys)
            Require(key, nameof(LoraConfiguration.AlphaPattern), module => ModulePattern.Matches(key, module));

        void Require(string name, string option, Func<string, bool> matches)
        {
            if (!layers.Any(layer => matches(layer.Module)))
                throw new ArgumentException($"{option}: '{name}' matches no linear layer of the model. There are {Available(layers.Select(layer => layer.Module))}.", nameof(configuration));
        }
    }

    /// <summary>The ends of paths with which modules can be named, for errors.</summary>
    public static string Available(IEnumerable<string> modules)
    {
        var names = modules.Select(module => string.Join('.', module.Split('.').Reverse().TakeWhile(part => !part.All(char.IsAsciiDigit)).Reverse()))
            .Distinct(StringComparer.Ordinal).ToArray();
        return $"'{string.Join("', '", names.Take(MostListed))}'{(names.Length > MostListed ? $" and {names.Length - MostListed} more" : "")}";
    }

    private static bool IsTarget(LinearLayer layer, LoraConfiguration configuration) =>
        configuration.TargetModulesPattern is { } pattern
            ? MatchesPattern(pattern, layer.Module)
            : configuration.TargetModules.Any(name => name == LoraConfiguration.AllLinear
                ? !ModuleNames.IsOutputLayer(layer.Module) && !ModuleNames.IsDenseModule(layer.Module)
                : ModuleNames.Matches(name, layer.Module));

    private static bool IsExcluded(string module, LoraConfiguration configuration) =>
        (configuration.ExcludeModulesPattern is { } pattern && MatchesPattern(pattern, module))
        || configuration.ExcludeModules.Any(name => ModuleNames.Matches(name, module));

    private static bool MatchesPattern(string pattern, string module) =>
        ModuleNames.Aliases(module).Any(alias => ModulePattern.MatchesAll(pattern, alias));

    /// <summary>
    /// PEFT takes the first number in a path that has a name before it, or the first one behind a given name; a module that is
    /// named by its whole path needs none.
    /// </summary>
    private static bool IsInLayer(string module, LoraConfiguration configuration)
    {
        if (configuration.LayersToTransform is not { Count: > 0 } wanted || configuration.TargetModules.Any(name => ModuleNames.IsSame(name, module)))
            return true;
        var names = configuration.LayersPattern.Count > 0 ? configuration.LayersPattern : ["[^.]*"];
        foreach (var name in names)
        {
            if (ModulePattern.Match($@"\A.*?\.{name}\.(\d+)\.", "." + module) is { Success: true } match)
                return int.TryParse(match.Groups[^1].ValueSpan, out var layer) && wanted.Contains(layer);
        }

        return false;
    }
}
