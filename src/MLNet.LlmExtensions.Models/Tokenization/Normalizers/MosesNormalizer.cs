using System.Text;
using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.Normalizers;

/// <summary>
/// The tokenizer of the Moses translation system for English, as BioGPT uses it: separates punctuation, splits hyphens
/// (<c>@-@</c>) and contractions, keeps the full stop of abbreviations, and escapes what XML would not allow. The words
/// come out separated by single spaces.
/// </summary>
internal sealed class MosesNormalizer : TextNormalizer
{
    // Stands for a full stop among several; control characters are gone from the text by then.
    private const int ProtectedStop = 1;

    // Abbreviations that keep their full stop, besides single capital letters.
    private static readonly HashSet<string> Abbreviations =
    [
        .. ("Adj Adm Adv Asst Bart Bldg Brig Bros Capt Cmdr Col Comdr Con Corp Cpl DR Dr Drs Ens Gen Gov Hon Hr Hosp Insp Lt "
            + "MM MR MRS MS Maj Messrs Mlle Mme Mr Mrs Ms Msgr Op Ord Pfc Ph Prof Pvt Rep Reps Res Rev Rt Sen Sens Sfc Sgt Sr "
            + "St Supt Surg v vs i.e rev e.g Rs Nos Nr Jan Feb Mar Apr Jun Jul Aug Sep Oct Nov Dec").Split(' '),
    ];

    // Abbreviations that keep it only in front of a number.
    private static readonly HashSet<string> AbbreviationsBeforeNumbers = ["No", "Art", "pp"];

    public override bool TryNormalize(ReadOnlySpan<char> source, CharBuffer destination, NormalizerScratch scratch)
    {
        var text = Clean(source);
        text = PadSymbols(text);
        text = SplitHyphens(text);
        text = ProtectMultipleStops(text);
        text = SeparateCommas(text);
        text = SeparateApostrophes(text);

        string[] words = Words(text);
        SplitFinalStops(words);
        string joined = SplitFinalStopAndApostrophe(string.Join(' ', Words(string.Join(' ', words))));
        destination.Append(string.Join(' ', Words(Escape(joined.Replace((char)ProtectedStop, '.')))));
        return true;
    }

    private static List<int> Clean(ReadOnlySpan<char> source)
    {
        var text = new List<int>(source.Length + 16);
        bool spaced = false;
        for (int i = 0, length; i < source.Length; i += length)
        {
            int codePoint = CodePoints.At(source, i, out length);
            bool isSpace = IsSpace(codePoint);
            if (isSpace && !spaced) text.Add(' ');
            else if (!isSpace && codePoint >= ' ') text.Add(codePoint);
            spaced = isSpace;
        }

        int start = text.FindIndex(codePoint => codePoint != ' ');
        if (start < 0) return [];
        int end = text.FindLastIndex(codePoint => codePoint != ' ');
        return text.GetRange(start, end + 1 - start);
    }

    private static List<int> PadSymbols(List<int> text)
    {
        var padded = new List<int>(2 * text.Count);
        foreach (int codePoint in text)
        {
            bool stays = MosesCharacters.IsLetterOrDigit(codePoint) || IsSpace(codePoint)
                || codePoint is '.' or '\'' or '`' or ',' or '-';
            if (!stays) padded.Add(' ');
            padded.Add(codePoint);
            if (!stays) padded.Add(' ');
        }

        return padded;
    }

    private static List<int> SplitHyphens(List<int> text)
    {
        var split = new List<int>(text.Count);
        for (int i = 0; i < text.Count; i++)
        {
            bool isHyphen = text[i] == '-' && i > 0 && i + 1 < text.Count
                && MosesCharacters.IsLetterOrDigit(text[i - 1]) && MosesCharacters.IsLetterOrDigit(text[i + 1]);
            if (isHyphen) split.AddRange([' ', '@', '-', '@', ' ']);
            else split.Add(text[i]);
        }

        return split;
    }

    private static List<int> ProtectMultipleStops(List<int> text)
    {
        var guarded = new List<int>(text.Count);
        for (int i = 0; i < text.Count;)
        {
            int end = i;
            while (end < text.Count && text[end] == '.') end++;
            if (end - i < 2)
            {
                guarded.Add(text[i++]);
                continue;
            }

            guarded.Add(' ');
            guarded.AddRange(Enumerable.Repeat(ProtectedStop, end - i));
            if (end < text.Count) guarded.Add(' ');
            i = end;
        }

        return guarded;
    }

    private static List<int> SeparateCommas(List<int> text)
    {
        var afterFirst = new List<int>(text.Count);
        for (int i = 0; i < text.Count; i++)
        {
            afterFirst.Add(text[i]);
            if (MosesCharacters.IsNumber(text[i]) || i + 1 == text.Count || text[i + 1] != ',') continue;
            afterFirst.AddRange([' ', ',', ' ']);
            i++;
        }

        var afterSecond = new List<int>(afterFirst.Count);
        for (int i = 0; i < afterFirst.Count; i++)
        {
            bool separates = afterFirst[i] == ',' && i + 1 < afterFirst.Count && !MosesCharacters.IsNumber(afterFirst[i + 1]);
            if (!separates)
            {
                afterSecond.Add(afterFirst[i]);
                continue;
            }

            afterSecond.AddRange([' ', ',', ' ', afterFirst[i + 1]]);
            i++;
        }

        int last = afterSecond.Count - 1;
        if (last > 0 && afterSecond[last] == ',' && MosesCharacters.IsNumber(afterSecond[last - 1]))
        {
            afterSecond.RemoveAt(last);
            afterSecond.AddRange([' ', ',', ' ']);
        }

        return afterSecond;
    }

    private static List<int> SeparateApostrophes(List<int> text)
    {
        static bool IsLetter(int c) => MosesCharacters.IsLetter(c);
        static bool IsNumber(int c) => MosesCharacters.IsNumber(c);

        text = SeparateApostrophes(text, c => !IsLetter(c), c => !IsLetter(c), joinsNext: false);
        text = SeparateApostrophes(text, c => !IsLetter(c) && !IsNumber(c), IsLetter, joinsNext: false);
        text = SeparateApostrophes(text, IsLetter, c => !IsLetter(c), joinsNext: false);
        text = SeparateApostrophes(text, IsLetter, IsLetter, joinsNext: true);
        return SeparateApostrophes(text, IsNumber, c => c == 's', joinsNext: true);
    }

    private static List<int> SeparateApostrophes(
        List<int> text, Func<int, bool> isBefore, Func<int, bool> isAfter, bool joinsNext)
    {
        var separated = new List<int>(text.Count);
        for (int i = 0; i < text.Count; i++)
        {
            separated.Add(text[i]);
            bool matches = i + 2 < text.Count && text[i + 1] == '\'' && isBefore(text[i]) && isAfter(text[i + 2]);
            if (!matches) continue;

            separated.AddRange([' ', '\'']);
            if (!joinsNext) separated.Add(' ');
            separated.Add(text[i + 2]);
            i += 2; // what stands after an apostrophe does not stand before the next one as well
        }

        return separated;
    }

    private static void SplitFinalStops(string[] words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i].Length < 2 || !words[i].EndsWith('.')) continue;

            string prefix = words[i][..^1];
            string? next = i + 1 < words.Length ? words[i + 1] : null;
            bool keeps = (prefix.Contains('.') && HasLetter(prefix))
                || prefix is [>= 'A' and <= 'Z']
                || Abbreviations.Contains(prefix)
                || (next is not null && MosesCharacters.IsLowerCase(CodePoints.At(next, 0, out _)))
                || (next is not null && char.IsAsciiDigit(next[0]) && AbbreviationsBeforeNumbers.Contains(prefix));
            if (!keeps) words[i] = prefix + " .";
        }
    }

    private static bool HasLetter(string word)
    {
        for (int i = 0, length; i < word.Length; i += length)
        {
            if (MosesCharacters.IsLetter(CodePoints.At(word, i, out length))) return true;
        }

        return false;
    }

    private static string SplitFinalStopAndApostrophe(string text) =>
        text.EndsWith(".'", StringComparison.Ordinal) ? text[..^2] + " . '" : text;

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            _ = c switch
            {
                '&' => escaped.Append("&amp;"),
                '|' => escaped.Append("&#124;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '\'' => escaped.Append("&apos;"),
                '"' => escaped.Append("&quot;"),
                '[' => escaped.Append("&#91;"),
                ']' => escaped.Append("&#93;"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    private static string[] Words(List<int> text)
    {
        var characters = new StringBuilder(text.Count);
        Span<char> utf16 = stackalloc char[2];
        foreach (int codePoint in text) characters.Append(utf16[..CodePoints.Write(codePoint, utf16)]);
        return Words(characters.ToString());
    }

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    // Python counts the four separators of ASCII as white space as well.
    private static bool IsSpace(int codePoint) =>
        CharacterClasses.IsWhiteSpace(codePoint) || codePoint is >= 0x1C and <= 0x1F;
}
