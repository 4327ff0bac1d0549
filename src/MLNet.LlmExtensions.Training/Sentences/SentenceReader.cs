using MLNet.LlmExtensions.Training.Data;

namespace MLNet.LlmExtensions.Training.Sentences;

/// <summary>Tokenises texts, each distinct one once.</summary>
/// <param name="reader">Turns a text into rows.</param>
/// <param name="cancellation">Ends the reading.</param>
internal sealed class SentenceReader(TextRowReader reader, CancellationToken cancellation)
{
    /// <summary>Reads examples.</summary>
    /// <param name="examples">For each example its texts and the source that the texts are from, or null.</param>
    /// <param name="name">What an exception calls the examples.</param>
    /// <param name="parameterName">The parameter that an exception names.</param>
    /// <exception cref="ArgumentException">A text is missing or has no token, or is too long where that is not allowed.</exception>
    public SentenceExamples Read(IEnumerable<(string?[] Texts, string? Source)> examples, string name, string parameterName)
    {
        var indices = new Dictionary<string, int>(StringComparer.Ordinal);
        var texts = new List<TokenizedExample>();
        var sources = new Dictionary<string, int>(StringComparer.Ordinal);
        var (members, kinds) = (new List<int[]>(), new List<int>());
        foreach (var (parts, source) in examples)
        {
            cancellation.ThrowIfCancellationRequested();
            members.Add(Array.ConvertAll(parts, text => Index(text, members.Count)));
            if (!sources.TryGetValue(source ?? "", out var kind))
                sources.Add(source ?? "", kind = sources.Count);
            kinds.Add(kind);
        }

        return new SentenceExamples(texts, members, kinds);

        int Index(string? text, int row)
        {
            if (text is null)
                throw new ArgumentException($"Row {row} of the {name} rows has no text.", parameterName);
            if (indices.TryGetValue(text, out var index))
                return index;
            var rows = reader.Read(text, null, $"Row {row} of the {name} rows");
            if (rows.Length == 0)
                throw new ArgumentException($"A text of row {row} of the {name} rows has no token. Leave such rows out.", parameterName);
            indices.Add(text, index = texts.Count);
            texts.Add(new TokenizedExample(rows, []));
            return index;
        }
    }
}
