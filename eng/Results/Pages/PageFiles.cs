using Results.Pages.Plots;

namespace Results.Pages;

/// <summary>The pictures of a page.</summary>
/// <param name="folder">Their folder, as the page links to it.</param>
internal sealed class PageFiles(string folder)
{
    private readonly SortedDictionary<string, IPlot> _plots = new(StringComparer.Ordinal);

    /// <summary>The pictures by file name.</summary>
    public IReadOnlyDictionary<string, IPlot> Plots => _plots;

    /// <summary>Adds a picture.</summary>
    /// <returns>The link to it.</returns>
    public string Add(string name, IPlot plot)
    {
        _plots.Add(name, plot);
        return $"{folder}/{name}";
    }
}
