using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>Finds the places of an adapter's tensors in a base model.</summary>
/// <remarks>
/// An adapter's names have the prefix of the model class that was adapted (<c>bert.</c>, <c>model.</c>, <c>transformer.</c>),
/// a checkpoint's those of the class that was saved; either may lack one.
/// </remarks>
internal static class AdapterResolver
{
    /// <summary>Renames tensors to the names that they have in the base model's graph, and checks their shapes.</summary>
    /// <param name="adapter">The adapter.</param>
    /// <param name="layers">The linear layers of the base model.</param>
    /// <param name="weights">The parameters of the base model by name, with their shapes.</param>
    /// <param name="unused">Modules that the base model has but that the graph does not compute, such as a pooler when texts are averaged.</param>
    /// <param name="baseModel">The base model's folder, for errors.</param>
    /// <returns>The tensors but the head's, and the configuration with the modules spelled out.</returns>
    /// <exception cref="InvalidDataException">The base model has no such module, or it has another shape; or the adapter is incomplete.</exception>
    public static (IReadOnlyDictionary<string, DenseTensor> Tensors, LoraConfiguration Configuration) Resolve(
        LoraAdapter adapter,
        IReadOnlyList<LinearLayer> layers,
        IReadOnlyDictionary<string, IReadOnlyList<long>> weights,
        IReadOnlySet<string> unused,
        string baseModel)
    {
        try
        {
            return ResolveAll(adapter, layers, weights, unused, baseModel);
        }
        catch (ArgumentException exception)
        {
            // A pattern of the adapter's configuration, which comes from a file and not from the caller.
            throw new InvalidDataException($"{adapter.Source}: {exception.Message}", exception);
        }
    }

    /// <summary>The one of the known paths that a path means, or null.</summary>
    public static string? Find(string path, IEnumerable<string> known)
    {
        string? found = null;
        foreach (var candidate in known)
        {
            if (candidate == path)
                return candidate;
            if (ModuleNames.IsSame(candidate, path))
                found = candidate;
        }

        return found;
    }

    private static (IReadOnlyDictionary<string, DenseTensor> Tensors, LoraConfiguration Configuration) ResolveAll(
        LoraAdapter adapter,
        IReadOnlyList<LinearLayer> layers,
        IReadOnlyDictionary<string, IReadOnlyList<long>> weights,
        IReadOnlySet<string> unused,
        string baseModel)
    {
        var modules = layers.ToDictionary(layer => layer.Module, StringComparer.Ordinal);
        var tensors = new Dictionary<string, DenseTensor>(StringComparer.Ordinal);
        var adapted = new List<(string Module, int Rank, double Alpha)>();
        var saved = new List<string>();
        foreach (var group in adapter.Tensors.GroupBy(pair => Split(pair.Key).Module))
        {
            if (LoraAdapter.IsHead(group.Key))
                continue;
            var parts = group.ToDictionary(pair => Split(pair.Key).Tensor, pair => pair.Value, StringComparer.Ordinal);
            if (parts.Keys.Any(name => name.StartsWith("lora_", StringComparison.Ordinal)))
            {
                if (Find(group.Key, modules.Keys) is { } module)
                    AddAdapter(group.Key, modules[module], parts);
                else if (!IsWithoutEffect(group.Key))
                    throw Missing(group.Key, parts);
            }

            foreach (var (name, tensor) in parts.Where(part => !part.Key.StartsWith("lora_", StringComparison.Ordinal)))
                AddWhole(group.Key, name, tensor);
        }

        if (adapted.Count == 0)
            throw new InvalidDataException($"{adapter.Source} has no adapter for any layer of '{baseModel}'.");

        // Patterns were written for the adapter's paths and not for the base model's, so what they mean is spelled out.
        var configuration = adapter.Configuration.SpelledOut(adapted) with { ModulesToSave = [.. saved.Distinct(StringComparer.Ordinal)] };
        return (tensors, configuration);

        // What the graph does not compute: modules beside it, and heads that the base model does not have.
        bool IsWithoutEffect(string module) => Find(module, unused) is not null || LoraAdapter.IsOutput(module);

        void AddAdapter(string path, LinearLayer layer, Dictionary<string, DenseTensor> parts)
        {
            var rank = ModulePattern.FindExactly(adapter.Configuration.RankPattern, path, adapter.Configuration.Rank);
            adapted.Add((layer.Module, rank, ModulePattern.FindExactly(adapter.Configuration.AlphaPattern, path, adapter.Configuration.Alpha)));
            Add(TensorNames.A(layer.Module), "lora_A.weight", rank, layer.Inputs);
            Add(TensorNames.B(layer.Module), "lora_B.weight", layer.Outputs, rank);
            if (adapter.Configuration.UseDora)
                Add(TensorNames.Magnitude(layer.Module), "lora_magnitude_vector", layer.Outputs);
            else if (parts.ContainsKey("lora_magnitude_vector"))
                throw new InvalidDataException($"{adapter.Source} has magnitudes for '{layer.Module}', but its configuration does not say use_dora.");

            void Add(string name, string part, params long[] shape)
            {
                if (!parts.TryGetValue(part, out var tensor))
                    throw new InvalidDataException($"{adapter.Source}: the tensor '{part}' of '{layer.Module}' is missing.");
                if (!shape.SequenceEqual(tensor.Shape))
                    throw Wrong(layer.Module, part, tensor, shape);
                if (!tensors.TryAdd(name, tensor))
                    throw new InvalidDataException($"{adapter.Source} has two adapters for '{layer.Module}' of '{baseModel}'.");
            }
        }

        void AddWhole(string module, string name, DenseTensor tensor)
        {
            var path = $"{module}.{name}";
            if ((Find(path, weights.Keys) ?? Find(LayerNormNames.Old(path), weights.Keys)) is not { } weight)
            {
                if (!IsWithoutEffect(module))
                    throw Missing(module, new Dictionary<string, DenseTensor> { [name] = tensor });
                return;
            }

            if (!weights[weight].SequenceEqual(tensor.Shape))
                throw Wrong(module, name, tensor, weights[weight]);
            tensors[weight] = tensor;
            if (adapter.Configuration.Bias == AdapterBias.None || name != "bias")
                saved.Add(weight[..weight.LastIndexOf('.')]);
        }

        InvalidDataException Missing(string module, Dictionary<string, DenseTensor> parts) => new(
            $"{adapter.Source} has '{module}' ({string.Join(", ", parts.Select(part => $"{part.Key} [{string.Join(", ", part.Value.Shape)}]"))}), " +
            $"but the base model '{baseModel}' has no such module. The adapter belongs to another model.");

        InvalidDataException Wrong(string module, string name, DenseTensor tensor, IReadOnlyList<long> shape) => new(
            $"{adapter.Source}: '{name}' of '{module}' has the shape [{string.Join(", ", tensor.Shape)}], but the base model '{baseModel}' " +
            $"and the adapter's configuration ask for [{string.Join(", ", shape)}]. The adapter belongs to another model, or is damaged.");
    }

    private static (string Module, string Tensor) Split(string name)
    {
        var key = name.IndexOf(".lora_", StringComparison.Ordinal) is >= 0 and var index ? index : name.LastIndexOf('.');
        return (name[..key], name[(key + 1)..]);
    }
}
