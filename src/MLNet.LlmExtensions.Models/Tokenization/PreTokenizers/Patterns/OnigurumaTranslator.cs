using System.Text;

namespace MLNet.LlmExtensions.Models.Tokenization.PreTokenizers.Patterns;

/// <summary>
/// Rewrites a regular expression from the dialect of Oniguruma (Ruby syntax), which Hugging Face's tokenizers use, into
/// .NET's. Most of it is the same; what differs is rewritten, and what has no counterpart is refused by name.
/// </summary>
internal static class OnigurumaTranslator
{
    private const int LongestExpression = 10_000;
    private const int DeepestNesting = 50;

    private const string Word =
        @"\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u00B2\u00B3\u00B9\u00BC-\u00BE\u24B6-\u24E9";

    private const string Han =
        @"\u2E80-\u2E99\u2E9B-\u2EF3\u2F00-\u2FD5\u3005\u3007\u3021-\u3029\u3038-\u303B\u3400-\u4DBF\u4E00-\u9FFF"
        + @"\uF900-\uFA6D\uFA70-\uFAD9";

    // Names of properties and POSIX classes, without case, spaces, hyphens and underscores, as set contents.
    private static readonly Dictionary<string, string> Properties = new(StringComparer.Ordinal)
    {
        ["alpha"] = @"\p{L}\p{M}\p{Nl}\u24B6-\u24E9",
        ["alnum"] = @"\p{L}\p{M}\p{Nl}\p{Nd}\u24B6-\u24E9",
        ["digit"] = @"\p{Nd}",
        ["upper"] = @"\p{Lu}",
        ["lower"] = @"\p{Ll}",
        ["punct"] = @"\p{P}$+<=>^`|~",
        ["space"] = @"\s",
        ["cntrl"] = @"\p{Cc}",
        ["xdigit"] = "0-9A-Fa-f",
        ["word"] = Word,
        ["han"] = Han,
        ["hiragana"] = @"\u3041-\u3096\u309D-\u309F",
        ["katakana"] = @"\u30A1-\u30FA\u30FD-\u30FF\u31F0-\u31FF\u32D0-\u32FE\u3300-\u3357\uFF66-\uFF6F\uFF71-\uFF9D",
        ["hangul"] = @"\u1100-\u11FF\u302E\u302F\u3131-\u318E\u3200-\u321E\u3260-\u327E\uA960-\uA97C\uAC00-\uD7A3"
            + @"\uD7B0-\uD7C6\uD7CB-\uD7FB\uFFA0-\uFFBE\uFFC2-\uFFC7\uFFCA-\uFFCF\uFFD2-\uFFD7\uFFDA-\uFFDC",
        ["letter"] = @"\p{L}",
        ["mark"] = @"\p{M}",
        ["number"] = @"\p{N}",
        ["punctuation"] = @"\p{P}",
        ["symbol"] = @"\p{S}",
        ["separator"] = @"\p{Z}",
        ["other"] = @"\p{C}",
    };

    private static readonly HashSet<string> Categories = new(StringComparer.Ordinal)
    {
        "l", "lu", "ll", "lt", "lm", "lo", "m", "mn", "mc", "me", "n", "nd", "nl", "no", "p", "pc", "pd", "ps", "pe",
        "pi", "pf", "po", "s", "sm", "sc", "sk", "so", "z", "zs", "zl", "zp", "c", "cc", "cf", "cs", "co", "cn",
    };

    /// <summary>Translates an expression.</summary>
    /// <exception cref="NotSupportedException">Something has no counterpart in .NET; the message names it.</exception>
    /// <exception cref="InvalidDataException">The expression is not valid.</exception>
    public static string Translate(string expression)
    {
        if (expression.Length > LongestExpression)
        {
            throw new InvalidDataException(
                $"The regular expression has {expression.Length} characters; at most {LongestExpression} are read.");
        }

        if (expression.Any(char.IsSurrogate))
            throw new NotSupportedException("Characters beyond U+FFFF in a regular expression are not supported.");

        var reader = new Reader(expression);
        var output = new StringBuilder(expression.Length);
        while (!reader.AtEnd) TranslateNext(ref reader, output);
        return output.ToString();
    }

    private static void TranslateNext(ref Reader reader, StringBuilder output)
    {
        char c = reader.Take();
        switch (c)
        {
            case '\\':
                TranslateEscape(ref reader, output);
                break;
            case '[':
                TranslateSet(ref reader, output);
                break;
            case '+' or '*' or '?' or '}' when reader.TryTake('+'):
                if (c == '}') throw NotSupported("a quantified interval ('{n}+')");
                MakePossessive(output, c);
                break;
            default:
                output.Append(c);
                break;
        }
    }

    private static void TranslateEscape(ref Reader reader, StringBuilder output)
    {
        char c = reader.Take();
        switch (c)
        {
            case 'w':
                output.Append('[').Append(Word).Append(']');
                break;
            case 'W':
                output.Append("[^").Append(Word).Append(']');
                break;
            case 'b':
                output.Append($"(?:(?<=[{Word}])(?![{Word}])|(?<![{Word}])(?=[{Word}]))");
                break;
            case 'B':
                output.Append($"(?:(?<=[{Word}])(?=[{Word}])|(?<![{Word}])(?![{Word}]))");
                break;
            case 'h':
                output.Append("[0-9A-Fa-f]");
                break;
            case 'H':
                output.Append("[^0-9A-Fa-f]");
                break;
            case 'R':
                output.Append(@"(?>\r\n|[\n-\r\u0085\u2028\u2029])");
                break;
            case 'p' or 'P':
                string content = Property(ref reader, negated: c == 'P', out bool negative);
                output.Append(negative ? "[^" : "[").Append(content).Append(']');
                break;
            case 'x':
                output.Append(HexadecimalEscape(ref reader));
                break;
            case 'X' or 'y' or 'Y' or 'K' or 'N' or 'O' or 'g' or 'k':
                throw NotSupported($"'\\{c}'");
            default:
                output.Append('\\').Append(c);
                break;
        }
    }

    // .NET's sets know subtraction but neither nesting nor intersection. A set inside a set adds what it holds.
    private static void TranslateSet(ref Reader reader, StringBuilder output)
    {
        output.Append('[');
        if (reader.TryTake('^')) output.Append('^');
        TranslateSetContent(ref reader, output, depth: 0);
        output.Append(']');
    }

    private static void TranslateSetContent(ref Reader reader, StringBuilder output, int depth)
    {
        if (depth > DeepestNesting) throw new InvalidDataException("The regular expression nests sets too deeply.");

        if (reader.TryTake(']')) output.Append(@"\]");
        while (!reader.TryTake(']'))
        {
            char c = reader.Take();
            if (c == '[' && reader.TryTake(':'))
            {
                output.Append(PosixClass(ref reader));
            }
            else if (c == '[')
            {
                if (reader.TryTake('^')) throw NotSupported("a negated set inside a set");
                TranslateSetContent(ref reader, output, depth + 1);
            }
            else if (c == '&' && reader.TryTake('&'))
            {
                throw NotSupported("an intersection of sets ('&&')");
            }
            else if (c == '\\')
            {
                TranslateEscapeInSet(ref reader, output);
            }
            else
            {
                output.Append(c);
            }
        }
    }

    private static void TranslateEscapeInSet(ref Reader reader, StringBuilder output)
    {
        char c = reader.Take();
        switch (c)
        {
            case 'w':
                output.Append(Word);
                break;
            case 'h':
                output.Append("0-9A-Fa-f");
                break;
            case 'p' or 'P':
                string content = Property(ref reader, negated: c == 'P', out bool negative);
                if (negative && !TryNegateCategory(content, out content))
                    throw NotSupported("a negated property inside a set");
                output.Append(content);
                break;
            case 'x':
                output.Append(HexadecimalEscape(ref reader));
                break;
            case 'W' or 'H' or 'R' or 'X':
                throw NotSupported($"'\\{c}' inside a set");
            default:
                output.Append('\\').Append(c);
                break;
        }
    }

    private static bool TryNegateCategory(string content, out string negated)
    {
        bool single = content.StartsWith(@"\p{", StringComparison.Ordinal) && content.IndexOf('}') == content.Length - 1;
        negated = single ? string.Concat(@"\P", content.AsSpan(2)) : content;
        return single;
    }

    private static string Property(ref Reader reader, bool negated, out bool negative)
    {
        if (!reader.TryTake('{')) throw new InvalidDataException(@"'\p' in the regular expression lacks its name.");
        negative = reader.TryTake('^') != negated;
        return PropertyContent(reader.TakeUntil("}"));
    }

    private static string PosixClass(ref Reader reader)
    {
        if (reader.TryTake('^')) throw NotSupported("a negated POSIX class");
        return PropertyContent(reader.TakeUntil(":]"));
    }

    private static string PropertyContent(string name)
    {
        string key = name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal)
            .Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        if (Properties.TryGetValue(key, out string? content)) return content;
        if (!Categories.Contains(key)) throw NotSupported($"the property '{name}'");
        return $@"\p{{{char.ToUpperInvariant(key[0])}{key[1..]}}}";
    }

    private static string HexadecimalEscape(ref Reader reader)
    {
        string digits = reader.TryTake('{') ? reader.TakeUntil("}") : reader.TakeHexadecimal(atMost: 2);
        if (!int.TryParse(
            digits, System.Globalization.NumberStyles.AllowHexSpecifier,
            System.Globalization.CultureInfo.InvariantCulture, out int codePoint) || codePoint < 0)
        {
            throw new InvalidDataException(@"'\x' in the regular expression lacks its digits.");
        }

        if (codePoint > char.MaxValue || char.IsSurrogate((char)codePoint))
            throw new NotSupportedException("Characters beyond U+FFFF in a regular expression are not supported.");
        return $@"\u{codePoint:X4}";
    }

    // x++ is (?>x+): the atom before the quantifier is found by walking back over what was written.
    private static void MakePossessive(StringBuilder output, char quantifier)
    {
        int start = StartOfLastAtom(output);
        output.Insert(start, "(?>");
        output.Append(quantifier).Append(')');
    }

    private static int StartOfLastAtom(StringBuilder output)
    {
        string text = output.ToString();
        int start = -1;
        var groups = new Stack<int>();
        for (int i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\':
                    start = i++;
                    if (i + 1 < text.Length && text[i] is 'p' or 'P' && text[i + 1] == '{') i = text.IndexOf('}', i);
                    else if (i < text.Length && text[i] == 'u') i += 4;
                    break;
                case '[':
                    start = i;
                    i = EndOfSet(text, i);
                    break;
                case '(':
                    groups.Push(i);
                    break;
                case ')':
                    start = groups.Count > 0 ? groups.Pop() : i;
                    break;
                default:
                    start = i;
                    break;
            }
        }

        if (start < 0) throw new InvalidDataException("A quantifier in the regular expression has nothing before it.");
        return start;
    }

    private static int EndOfSet(string text, int start)
    {
        for (int i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == ']') return i;
        }

        return text.Length - 1;
    }

    private static NotSupportedException NotSupported(string what) =>
        new($"The regular expression uses {what}, which has no counterpart in .NET.");

    private ref struct Reader(ReadOnlySpan<char> text)
    {
        private ReadOnlySpan<char> _rest = text;

        public readonly bool AtEnd => _rest.IsEmpty;

        public char Take()
        {
            if (_rest.IsEmpty) throw new InvalidDataException("The regular expression ends too early.");
            char c = _rest[0];
            _rest = _rest[1..];
            return c;
        }

        public bool TryTake(char c)
        {
            if (_rest.IsEmpty || _rest[0] != c) return false;
            _rest = _rest[1..];
            return true;
        }

        public string TakeUntil(string end)
        {
            int length = _rest.IndexOf(end, StringComparison.Ordinal);
            if (length < 0) throw new InvalidDataException($"The regular expression lacks a '{end}'.");
            string taken = _rest[..length].ToString();
            _rest = _rest[(length + end.Length)..];
            return taken;
        }

        public string TakeHexadecimal(int atMost)
        {
            int length = 0;
            while (length < atMost && length < _rest.Length && char.IsAsciiHexDigit(_rest[length])) length++;
            string taken = _rest[..length].ToString();
            _rest = _rest[length..];
            return taken;
        }
    }
}
