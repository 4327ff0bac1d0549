using System.Globalization;
using System.Text;
using System.Xml;

namespace ReportClassification.Reporting.Curves;

/// <summary>
/// Writes SVG and HTML that are XML as well. All text is escaped, what XML cannot hold at all is replaced, and numbers look
/// the same in every culture, so that the same figures give the same bytes.
/// </summary>
internal sealed class Markup : IDisposable
{
    private const string SvgNamespace = "http://www.w3.org/2000/svg";
    private readonly XmlWriter _writer;

    public Markup(Stream stream) => _writer = XmlWriter.Create(stream, new XmlWriterSettings
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        NewLineChars = "\n",
        OmitXmlDeclaration = true,
        CloseOutput = false,
    });

    /// <summary>Says that HTML follows.</summary>
    public void DocumentType() => _writer.WriteDocType("html", null, null, null);

    /// <summary>Opens an element of HTML.</summary>
    public Markup Open(string name, params ReadOnlySpan<(string Name, object Value)> attributes) => Open(name, null, attributes);

    /// <summary>Opens an element of SVG.</summary>
    public Markup OpenSvg(string name, params ReadOnlySpan<(string Name, object Value)> attributes) => Open(name, SvgNamespace, attributes);

    /// <summary>Closes the innermost element. It gets an end tag even where it is empty, as HTML wants it.</summary>
    public Markup Close()
    {
        _writer.WriteFullEndElement();
        return this;
    }

    /// <summary>Text in the innermost element.</summary>
    public Markup Text(string text)
    {
        _writer.WriteString(Clean(text));
        return this;
    }

    /// <summary>An element of HTML with nothing but text.</summary>
    public void Element(string name, string text, params ReadOnlySpan<(string Name, object Value)> attributes) =>
        Open(name, null, attributes).Text(text).Close();

    /// <summary>An element of HTML that has no end tag.</summary>
    public void Void(string name, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        Open(name, null, attributes);
        _writer.WriteEndElement();
    }

    /// <summary>An element of SVG with nothing but text.</summary>
    public void SvgElement(string name, string text, params ReadOnlySpan<(string Name, object Value)> attributes) =>
        Open(name, SvgNamespace, attributes).Text(text).Close();

    /// <summary>An empty element of SVG.</summary>
    public void Shape(string name, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        Open(name, SvgNamespace, attributes);
        _writer.WriteEndElement();
    }

    public void Dispose() => _writer.Dispose();

    /// <summary>A number with at most two decimals, which is what pixels need.</summary>
    public static string Pixel(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    private Markup Open(string name, string? ns, ReadOnlySpan<(string Name, object Value)> attributes)
    {
        if (ns is null)
            _writer.WriteStartElement(name);
        else
            _writer.WriteStartElement(name, ns);
        foreach (var (attribute, value) in attributes)
            _writer.WriteAttributeString(attribute, value is double number ? Pixel(number) : Clean(Convert.ToString(value, CultureInfo.InvariantCulture)!));
        return this;
    }

    // Names of files and folders may hold what no XML may: control characters, and halves of surrogate pairs.
    private static string Clean(string text)
    {
        StringBuilder? cleaned = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]))
                continue;
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
                continue;
            }

            cleaned ??= new StringBuilder(text);
            cleaned[i] = '\uFFFD';
        }

        return cleaned?.ToString() ?? text;
    }
}
