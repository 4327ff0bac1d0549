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
    /// <returns>What a trial has that says nothing of the option: the only entry, or null.</returns>
    public static T? Add<TTrial, T>(SearchSpace<TTrial> space, string name, IReadOnlyList<T> entries)
        where TTrial : class, new()
    {
        ArgumentNullException.ThrowIfNull(entries, name);
        if (entries.Count > 1)
        {
            space.Add(name, new ChoiceOption([.. entries.Cast<object>()]));
        }

        return entries.Count == 1 ? entries[0] : default;
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
}
