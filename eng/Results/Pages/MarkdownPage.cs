using System.Text;

namespace Results.Pages;

/// <summary>Writes Markdown. Names from files cannot break a table or become markup.</summary>
internal sealed class MarkdownPage
{
    private readonly StringBuilder _text = new();

    /// <summary>A heading.</summary>
    public void Heading(int level, string text) => Block($"{new string('#', level)} {Escape(text)}");

    /// <summary>Lines of Markdown, which is not escaped.</summary>
    public void Paragraph(string markdown) => Block(markdown);

    /// <summary>A picture.</summary>
    public void Picture(string path, string description) => Block($"![{Escape(description)}]({path})");

    /// <summary>A list; its items are Markdown.</summary>
    public void List(IEnumerable<string> items) => Block(string.Join('\n', items.Select(item => "- " + item)));

    /// <summary>A table. The first column is text, the others are figures; all are Markdown.</summary>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var rule = columns.Select((_, i) => i == 0 ? "---" : "---:").ToArray();
        Block(string.Join('\n', new[] { columns, rule }.Concat(rows).Select(row => $"| {string.Join(" | ", row)} |")));
    }

    /// <summary>The page.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>Text that Markdown shows as it is.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in text.ReplaceLineEndings(" "))
        {
            if (c is '<' or '>' or '&')
            {
                _ = escaped.Append(c switch { '<' => "&lt;", '>' => "&gt;", _ => "&amp;" });
                continue;
            }

            if (c is '|' or '*' or '_' or '`' or '[' or ']' or '\\')
                _ = escaped.Append('\\');
            _ = escaped.Append(c);
        }

        return escaped.ToString();
    }

    private void Block(string text)
    {
        if (_text.Length > 0)
            _ = _text.Append('\n');
        _ = _text.Append(text).Append('\n');
    }
}
