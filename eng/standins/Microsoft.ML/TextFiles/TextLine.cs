using System.Text;

namespace Microsoft.ML.Data;

/// <summary>The fields of a line. Fields that are empty or absent are empty text.</summary>
internal sealed class TextLine(TextFormat format)
{
    private readonly Dictionary<int, ReadOnlyMemory<char>> _fields = [];

    public ReadOnlyMemory<char> this[int field] => _fields.GetValueOrDefault(field);

    /// <summary>Splits a line.</summary>
    public void Read(string line)
    {
        _fields.Clear();
        if (format.TrimWhitespace)
            line = line.TrimEnd();
        int next = 0;
        int field = 0;
        int sparseBase = -1;
        bool more;
        do
        {
            int index = -1;
            if (format.AllowSparse && TryReadIndex(line, ref next, out index) && sparseBase < 0)
            {
                // The last dense field was the number of sparse ones.
                sparseBase = Math.Max(0, field - 1);
                _fields.Remove(sparseBase);
            }

            var value = ReadField(line, ref next, out more);
            int target = index >= 0 ? sparseBase + index : field++;
            if (!value.IsEmpty)
                _fields[target] = value;
        }
        while (more);
    }

    private static bool TryReadIndex(string line, ref int next, out int index)
    {
        int end = next;
        while (end < line.Length && line[end] == ' ')
            end++;
        int start = end;
        while (end < line.Length && char.IsAsciiDigit(line[end]))
            end++;
        index = -1;
        if (end == start || end == line.Length || line[end] != ':' || !int.TryParse(line.AsSpan(start, end - start), out int parsed))
            return false;
        index = parsed;
        next = end + 1;
        return true;
    }

    private ReadOnlyMemory<char> ReadField(string line, ref int next, out bool more)
    {
        while (next < line.Length && line[next] == ' ' && format.Separator != ' ')
            next++;
        ReadOnlyMemory<char> value;
        if (format.AllowQuoting && next < line.Length && line[next] == '"')
        {
            value = ReadQuoted(line, ref next);

            // What stands between the closing quote and the separator is not part of the field.
            int separator = line.IndexOf(format.Separator, next);
            next = separator < 0 ? line.Length : separator;
        }
        else
        {
            int separator = line.IndexOf(format.Separator, next);
            int end = separator < 0 ? line.Length : separator;
            value = line.AsMemory(next, end - next);
            next = end;
        }

        more = next < line.Length;
        next++;
        return value;
    }

    private static ReadOnlyMemory<char> ReadQuoted(string line, ref int next)
    {
        var text = new StringBuilder();
        next++;
        while (next < line.Length)
        {
            char c = line[next++];
            if (c == '"')
            {
                // A doubled quote stands for one.
                if (next >= line.Length || line[next] != '"')
                    break;
                next++;
            }

            text.Append(c);
        }

        return text.ToString().AsMemory();
    }
}
