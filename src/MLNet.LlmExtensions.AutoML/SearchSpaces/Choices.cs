using Microsoft.ML.SearchSpace;
using Microsoft.ML.SearchSpace.Option;

namespace MLNet.LlmExtensions.AutoML;

/// <summary>Adds options to search spaces.</summary>
internal static class Choices
{
    /// <summary>
    /// Adds a choice, if there is one: a single entry is no choice, and ML.NET's grid search cannot do with one. Numbers are choices too,
    /// because ML.NET's ranges of whole numbers are not tried to their ends.
    /// </summary>
    /// <param name="space">The space.</param>
    /// <param name="name">The option's name in trials.</param>
    /// <param name="entries">What there is to choose from.</param>
    /// <param name="otherwise">What holds where there are no entries.</param>
    /// <returns>What holds in a trial that says nothing of the option.</returns>
    public static T? Add<TTrial, T>(SearchSpace<TTrial> space, string name, IReadOnlyList<T> entries, T? otherwise)
        where TTrial : class, new()
        where T : struct
    {
        Add(space, name, entries);
        return entries.Count == 1 ? entries[0] : otherwise;
    }

    /// <inheritdoc cref="Add{TTrial, T}(SearchSpace{TTrial}, string, IReadOnlyList{T}, T?)"/>
    public static string? Add<TTrial>(SearchSpace<TTrial> space, string name, IReadOnlyList<string> entries, string? otherwise)
        where TTrial : class, new()
    {
        Add(space, name, entries);
        return entries.Count == 1 ? entries[0] : otherwise;
    }

    /// <summary>Adds a range that is searched by the logarithm, beginning in its middle.</summary>
    public static void AddRange<TTrial>(SearchSpace<TTrial> space, string name, (double Minimum, double Maximum)? range)
        where TTrial : class, new()
    {
        if (range is { } searched)
        {
            space.Add(name, new UniformDoubleOption(
                searched.Minimum, searched.Maximum, logBase: true, defaultValue: Math.Sqrt(searched.Minimum * searched.Maximum)));
        }
    }

    private static void Add<TTrial, T>(SearchSpace<TTrial> space, string name, IReadOnlyList<T> entries)
        where TTrial : class, new()
    {
        ArgumentNullException.ThrowIfNull(entries, name);
        if (entries.Count > 1)
        {
            space.Add(name, new ChoiceOption([.. entries.Cast<object>()]));
        }
    }
}
