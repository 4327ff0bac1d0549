namespace ReportEncoder.Data;

/// <summary>
/// Recognises training text that shares a passage of <see cref="PassageLength"/> running words (lower-cased runs of
/// letters and digits), or all of a shorter text, with a text held out for evaluation.
/// </summary>
internal sealed class HeldOutTexts
{
    public const int PassageLength = 13;

    private const ulong Base = 0x9E3779B97F4A7C15;

    private readonly HashSet<ulong> _passages = [];
    private readonly HashSet<ulong> _shortTexts = [];

    public void Add(string text)
    {
        var words = WordHashes(text);
        if (words.Count < PassageLength)
            _shortTexts.Add(Combine(words));
        else
            _passages.UnionWith(Passages(words));
    }

    /// <summary>Whether any held-out passage stands in the text.</summary>
    public bool Overlaps(string text)
    {
        var words = WordHashes(text);
        return words.Count < PassageLength
            ? words.Count > 0 && _shortTexts.Contains(Combine(words))
            : Passages(words).Any(_passages.Contains);
    }

    /// <summary>Every row of the data sets that is not for training: dev and test.</summary>
    public static HeldOutTexts Read(string dataFolder)
    {
        var result = new HeldOutTexts();
        foreach (var row in LabelledText.DataSets.SelectMany(name => LabelledText.Read(dataFolder, name)))
        {
            if (row.Split != "train")
                result.Add(row.Text);
        }

        return result;
    }

    private static ulong Combine(List<ulong> words) => words.Aggregate((ulong)words.Count, (h, w) => h * Base + w);

    /// <summary>A rolling hash of each passage.</summary>
    private static IEnumerable<ulong> Passages(List<ulong> words)
    {
        var leading = 1UL;
        for (var i = 0; i < PassageLength; i++)
            leading *= Base;
        var hash = 0UL;
        for (var i = 0; i < words.Count; i++)
        {
            hash = hash * Base + words[i];
            if (i >= PassageLength)
                hash -= leading * words[i - PassageLength];
            if (i >= PassageLength - 1)
                yield return hash;
        }
    }

    private static List<ulong> WordHashes(string text)
    {
        const ulong FnvOffset = 14695981039346656037, FnvPrime = 1099511628211;
        var words = new List<ulong>();
        var hash = FnvOffset;
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                hash = (hash ^ char.ToLowerInvariant(c)) * FnvPrime;
            }
            else if (hash != FnvOffset)
            {
                words.Add(hash);
                hash = FnvOffset;
            }
        }

        if (hash != FnvOffset)
            words.Add(hash);
        return words;
    }
}
