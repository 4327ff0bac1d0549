using System.Globalization;
using MLNet.LlmExtensions.Models;

namespace MLNet.LlmExtensions.AutoML;

/// <summary>What choices of readouts are called in trials: <c>Mean + Max</c>, <c>Mean of layer 3</c>.</summary>
internal static class ReadoutNames
{
    /// <summary>The choices by their names, in their order.</summary>
    /// <param name="choices">The choices.</param>
    /// <param name="parameterName">Whose they are.</param>
    /// <exception cref="ArgumentException">A choice has no readout, or is there twice.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<EmbeddingReadout>> Of(IReadOnlyList<IReadOnlyList<EmbeddingReadout>> choices, string parameterName)
    {
        var byName = new OrderedDictionary<string, IReadOnlyList<EmbeddingReadout>>(StringComparer.Ordinal);
        foreach (var choice in choices)
        {
            if (choice is not { Count: > 0 } || choice.Contains(null!))
            {
                throw new ArgumentException($"A choice of {nameof(LlmEmbeddingSearchSpace.Readouts)} has no readout.", parameterName);
            }

            var name = string.Join(" + ", choice.Select(Of));
            if (!byName.TryAdd(name, choice))
            {
                throw new ArgumentException($"'{name}' is there twice among {nameof(LlmEmbeddingSearchSpace.Readouts)}.", parameterName);
            }
        }

        return byName;
    }

    private static string Of(EmbeddingReadout readout)
    {
        var layer = readout.Layer is { } number ? string.Create(CultureInfo.InvariantCulture, $" of layer {number}") : "";
        var dimensions = readout.Dimensions is { } count ? string.Create(CultureInfo.InvariantCulture, $", {count} dimensions") : "";
        return $"{readout.Pooling?.ToString() ?? "own pooling"}{layer}{dimensions}";
    }
}
