using System.Globalization;
using BatchScoring.Output;

namespace BatchScoring.Verification;

/// <summary>Which rows a part must have.</summary>
/// <param name="Index">The part's number.</param>
/// <param name="File">The input file's name.</param>
/// <param name="FirstRow">The first row's number.</param>
/// <param name="Rows">How many rows there are.</param>
internal sealed record ExpectedPart(int Index, string File, long FirstRow, int Rows)
{
    /// <summary>The parts that a manifest means.</summary>
    public static IEnumerable<ExpectedPart> Of(Manifest manifest, string path)
    {
        if (!manifest.Options.TryGetValue("--shard-rows", out var text) || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var partRows) || partRows < 1)
            throw new UserErrorException($"'{path}' does not say how many rows a part has.");
        var index = 0;
        foreach (var input in manifest.Inputs)
        {
            for (var first = 1L; first <= input.Rows; first += partRows)
                yield return new(index++, input.Name, first, (int)Math.Min(partRows, input.Rows - first + 1));
        }
    }
}
