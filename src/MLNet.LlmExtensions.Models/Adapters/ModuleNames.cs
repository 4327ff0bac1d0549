namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>What paths of modules mean whatever prefix a head model puts before them.</summary>
internal static class ModuleNames
{
    /// <summary>The names under which the model inside a head model stands.</summary>
    private static readonly string[] Prefixes = ["model.", "bert.", "roberta.", "camembert.", "distilbert.", "transformer.", "biogpt.", "0.auto_model.", "auto_model."];

    /// <summary>The names of output layers, which PEFT's <c>all-linear</c> leaves out.</summary>
    private static readonly string[] OutputLayers = ["lm_head", "classifier", "score", "qa_outputs", "cls.predictions.decoder", "out_proj.classifier"];

    /// <summary>Whether a name of PEFT's lists means a module: it is its path or the end of it.</summary>
    public static bool Matches(string name, string module) =>
        module == name || module.EndsWith("." + name, StringComparison.Ordinal) || IsSame(name, module);

    /// <summary>Whether a name means a module or one that it is part of, as in <c>modules_to_save</c>.</summary>
    public static bool IsWithin(string name, string module)
    {
        for (var path = module; ; path = path[..path.LastIndexOf('.')])
        {
            if (Matches(name, path))
                return true;
            if (!path.Contains('.', StringComparison.Ordinal))
                return false;
        }
    }

    /// <summary>Whether two paths are equal but for a prefix of head models.</summary>
    public static bool IsSame(string a, string b) => a == b || WithoutPrefix(a) == WithoutPrefix(b);

    /// <summary>The path as the model without a head calls the module.</summary>
    public static string WithoutPrefix(string module)
    {
        // DistilBERT's own layers begin with 'transformer.layer.'; that is not a prefix.
        if (module.StartsWith("transformer.layer.", StringComparison.Ordinal))
            return module;
        foreach (var prefix in Prefixes)
        {
            if (module.StartsWith(prefix, StringComparison.Ordinal))
                return module[prefix.Length..];
        }

        return module;
    }

    /// <summary>The paths that a regular expression may have been written for: as it is, and with and without every prefix.</summary>
    public static IEnumerable<string> Aliases(string module)
    {
        var bare = WithoutPrefix(module);
        return new[] { module, bare }.Concat(Prefixes.Select(prefix => prefix + bare)).Distinct(StringComparer.Ordinal);
    }

    /// <summary>Whether a module is an output layer.</summary>
    public static bool IsOutputLayer(string module) => OutputLayers.Any(name => Matches(name, module));

    /// <summary>The number of the transformer layer that a module, or a tensor of one, is in; null for those outside the layers.</summary>
    public static int? LayerOf(string module)
    {
        if (IsDenseModule(module))
            return null;
        // The first number in the path, such as in encoder.layer.3.attention…: later ones count experts.
        foreach (var part in module.Split('.').Skip(1))
        {
            if (int.TryParse(part, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
                return number;
        }

        return null;
    }

    /// <summary>
    /// Whether a module is a Dense module of sentence-transformers, which stands behind pooling and is not part of the
    /// transformer.
    /// </summary>
    public static bool IsDenseModule(string module) =>
        module.Split('.') is ["dense", var number, "linear"] && number.All(char.IsAsciiDigit);
}
