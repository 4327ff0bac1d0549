namespace ReportEncoder.HardNegatives.Mining;

/// <summary>Finds the plain sentences of a document.</summary>
internal static class Sentences
{
    private const int FewestWords = 4, MostWords = 22;

    /// <summary>Sentences of a few words, ended by a full stop; what is unsure is passed over.</summary>
    public static IEnumerable<string> Of(string document)
    {
        var start = 0;
        for (var i = 0; i < document.Length; i++)
        {
            var ends = document[i] == '\n' || (document[i] is '.' or '?' or '!' && (i + 1 == document.Length || char.IsWhiteSpace(document[i + 1])));
            if (!ends)
                continue;
            var sentence = document[start..(i + 1)].Trim();
            start = i + 1;
            if (sentence.EndsWith('.') && char.IsUpper(sentence[0]) && !sentence.Contains(':', StringComparison.Ordinal)
                && sentence.Count(c => c == ' ') + 1 is >= FewestWords and <= MostWords)
            {
                yield return sentence;
            }
        }
    }
}
